"""What wars count: nouns for people, for hardware and for all else of which a number is a figure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_REMEMBERED: Final = 4_096
"""Nouns whose answers are kept: most texts count the same things."""

_PEOPLE: Final = (
    r"people|persons?|civilians?|troops|soldiers?|service(?:m[ae]n|wom[ae]n|members?)|fighters?|combatants?|"
    r"m[ae]n|wom[ae]n|child(?:ren)?|babies|infants|newborns?|boys?|girls?|minors?|teenagers?|students?|pupils?|"
    r"teachers?|residents?|inhabitants|citizens?|nationals?|locals|villagers|famil(?:y|ies)|households|"
    r"patients?|doctors?|nurses?|medics?|paramedics?|workers?|employees?|staff|journalists?|reporters?|"
    r"personnel|members?|crew(?: members)?|sailors?|marines?|pilots?|airmen|paratroopers?|commandos|"
    r"conscripts?|recruits?|reservists?|volunteers?|officers?|officials?|generals?|commanders?|guards?|"
    r"policem[ae]n|police officers|firefighters?|rescuers?|militants?|militiamen|rebels?|insurgents?|"
    r"jihadists?|gunm[ae]n|terrorists?|extremists|separatists?|mercenaries|contractors?|invaders?|occupiers?|"
    r"attackers?|bombers?|suspects?|detainees?|prisoners?|inmates?|captives?|hostages?|pows?|defendants|"
    r"refugees?|migrants?|evacuees?|victims?|casualties|survivors|bodies|corpses|protesters?|demonstrators|"
    r"delegates|representatives?|diplomats?|lawmakers|deputies|politicians?|individuals?|passengers?|drivers?|"
    r"farmers?|monks?|worshippers|bystanders|passers-by|foreigners|others|людей|люд(?:и|ина|ини|ину)|осіб|"
    r"особи|особа|человека?|чоловіка?|чоловіків|жінк\w*|жінок|женщин\w*|мужчин\w*|цивільн\w*|мирн\w*|"
    r"гражданск\w*|дітей|дитин\w*|діти|детей|дети|ребен\w*|ребён\w*|військов\w*|военн\w*|солдат\w*|бойц\w*|"
    r"бійц\w*|боевик\w*|бойовик\w*|захисник\w*|защитник\w*|окупант\w*|оккупант\w*|морпіх\w*|жител\w*|мешкан\w*|"
    r"громадян\w*|граждан\w*|поліцейськ\w*|полицейск\w*|рятувальник\w*|спасател\w*|журналіст\w*|журналист\w*|"
    r"медик\w*|лікар\w*|врач\w*|полонен\w*|пленн\w*|заложник\w*|заручник\w*|біженц\w*|беженц\w*|постраждал\w*|"
    r"пострадавш\w*|\w{3,}(?:цев|ців|чан|вчан)"
)
_HARDWARE: Final = (
    r"tanks?|(?:personnel )?carriers?|(?:armou?red |combat |fighting |military )?vehicles?|apcs?|ifvs?|aircraft|"
    r"planes?|jets?|bombers?|"
    r"fighter jets|helicopters?|ships?|boats?|vessels?|warships?|submarines?|guns?|howitzers?|mortars|"
    r"launchers?|(?:[\w-]+ ){0,3}systems?|(?:artillery )?pieces|radars?|trucks?|cars?|ambulances?|bus(?:es)?|"
    r"trains?|wagons|tankers?|танк\w*|машин\w*|літак\w*|самолет\w*|самолёт\w*|вертол[іеё]т\w*|гелікоптер\w*|"
    r"катер\w*|корабл\w*|артсистем\w*|систем\w*|гармат\w*|бронемашин\w*|бтр|бмп|бпла|автомоб[іи]л\w*|автобус\w*"
)
_OTHER: Final = (
    r"houses?|homes?|(?:residential )?buildings?|blocks|apartments?|flats|hospitals?|schools?|kindergartens?|"
    r"clinics?|churches|mosques|shops|factories|plants?|warehouses?|depots?|refineries|substations?|"
    r"power (?:stations|facilities)|bridges?|roads|railways?|stations?|airfields?|airports?|bases|facilit(?:y|"
    r"ies)|sites|targets|positions|settlements?|villages?|towns?|cities|districts|regions|countries|states|"
    r"nations|companies|entities|organi[sz]ations|battalions?|(?:battalion )?tactical groups|brigades?|"
    r"regiments?|divisions?|units?|squadrons?|destroyers|frigates|carriers|f-\d+s|tonnes?|tons?|barrels|"
    r"containers|convoys?|parcels|doses|attacks?|assaults?|clashes|battles?|explosions?|blasts?|cyberattacks?|"
    r"incidents?|items|devices|groups|factions|firms|airlines|banks|flights|arrests|infections|patients|streets|sorties|"
    r"violations?|sorties|cases?|crimes|operations?|mines|rounds|percent|per cent|будин\w*|домов|"
    r"дома|осель|шкіл|школ\w*|лікар(?:ень|ні)|больниц\w*|областях|областей|населен\w+ пункт\w*|"
    r"населённ\w+ пункт\w*|сіл|сел\w*|міст|город\w*|об'єкт\w*|объект\w*|тонн\w*|атак\w*|вибух\w*|взрыв\w*|"
    r"випадк\w*|случа\w+|підприємств\w*|предприят\w*|санкц\w*"
)
_BEFORE: Final = r"\A(?:[\w.'’-]+ ){0,3}?"
_IS_PEOPLE = re.compile(rf"(?:\A|.* )(?:{_PEOPLE}|[A-Z][a-z]+(?:ians?|ans|ese))\Z", re.IGNORECASE | re.DOTALL)
_IS_HARDWARE = re.compile(rf"(?:\A|.* )(?:{_HARDWARE})\Z", re.IGNORECASE | re.DOTALL)
_COUNTED = re.compile(
    rf"{_BEFORE}(?:{_PEOPLE}|{_HARDWARE}|{_OTHER}|[A-Z][a-z]+(?-i:ians|cans|ans)|[A-Z][a-z]+ese)\b", re.IGNORECASE
)

_TRAIL = re.compile(
    rf" (?:[\w.'’-]+ ){{0,3}}(?:(?:{_PEOPLE}|{_HARDWARE}|{_OTHER}|missiles|rockets|drones|shells|bombs)(?<=s)|people|"
    r"children|men|women|troops|personnel|police)(?= [a-z]+\b)",
)
_TRAIL_CYRILLIC = re.compile(rf" (?:[\w'’-]+ ){{0,2}}?(?:{_PEOPLE}|{_HARDWARE}|{_OTHER})(?= )", re.IGNORECASE)
_CUT = re.compile(
    rf" (?:[\w.'’-]+ ){{0,3}}?(?:{_PEOPLE})"
    r"(?= (?:[a-z]+(?:ed|ing)|found|held|lost|said|claim|need|want|face|live|work|fight|flee|who)\b)",
    re.IGNORECASE,
)


@lru_cache(_REMEMBERED)
def is_people(noun: str) -> bool:
    """Tell whether a counted noun, with what stands before it, means people."""
    return _IS_PEOPLE.match(noun) is not None


@lru_cache(_REMEMBERED)
def is_hardware(noun: str) -> bool:
    """Tell whether a counted noun means arms or vehicles."""
    return _IS_HARDWARE.match(noun) is not None


@lru_cache(_REMEMBERED)
def is_counted(noun: str) -> bool:
    """Tell whether a number of such is a figure, whatever became of it."""
    return _COUNTED.match(noun) is not None


@lru_cache(_REMEMBERED)
def up_to_counted(noun: str) -> str:
    """Cut what stands behind the counted: "people found", "rockets fell", "жителів міста"."""
    m = _CUT.match(noun) or (_TRAIL if noun.isascii() else _TRAIL_CYRILLIC).match(noun)
    return m[0] if m and not is_counted(noun[m.end() :].lstrip()) else noun
