"""Bad, odd, rude and malicious feeds against the real archiver."""
