"""Who: the person whose office or deed is the one asked for, or the body where none is named."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.answers.names import person_names
from index.answers.readings import Named, Reading, Sentence, parts_of
from index.models import Concept, Question, Value


class Role(NamedTuple):
    """A deed by how a question asks for it and how reports tell it, with a question it fits."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    # Words of the question that say no more than the role.
    word: re.Pattern[str]
    example: str


def _role(asked: str, told: str, word: str, example: str) -> Role:
    return Role(re.compile(asked), re.compile(told), re.compile(word), example)


_ROLES: tuple[Role, ...] = (
    _role(
        r"接任|继任|现任|新任|新来|换成|took over|became|succe|replaced",
        r"接任|继任|调整为|变更为|更换为|任命|现任|新任|改由|担任|出任",
        r"接任|继任|现任|新任|became|took over|succeeded",
        "接任局长的是谁",
    ),
    _role(
        r"分管|主管|[在来]抓|归.{0,6}管|(?<!监)管[着的]?(?=[一-鿿]{2})(?!理|教)|负责|in charge|responsible",
        r"分管|主管|负责|[主具体]抓|协管|牵头|统筹|(?<!总)承担|督导",
        r"分管|主管|负责|在?抓|管|具体",
        "谁分管法治",
    ),
    _role(
        r"牵头|主持|\bled\b|\bchair",
        r"牵头|主持|领导|抓总|统筹|组织|任组长",
        r"牵头|主持|led|chaired?",
        "由谁牵头",
    ),
    _role(
        r"出庭|应诉|出面打官司|appeared in court",
        r"出庭|应诉",
        r"出庭|应诉|出庭应诉|官司|法院|法庭|打官司",
        "谁出庭应诉",
    ),
    _role(
        r"(?<!说)[得拿获夺摘]了?[^，,。?？]{0,14}[奖军名功]|评上|评为|评了|当上|入选|获奖|立了?[一二三]?等?功|\b(won|win)\b",
        r"获|荣|夺|摘|评为|评上|授予|入选|当选|立|命名|拿|斩|得|为",
        r"评上|评为|当上|入选|获奖|立功|立|得|拿|获得|获|荣获|won|win",
        "谁拿了一等奖",
    ),
    _role(
        r"讲课|主讲|授课|来讲|lectur|gave the talk",
        r"讲|授课|辅导|培训|报告",
        r"讲课|主讲|授课|lectured|来讲",
        "请谁来讲课",
    ),
)
# The prize itself must be said of the person: 初中组二等奖 is no 一等奖.
_PRIZE = re.compile(r"[特一二三四]等奖|[一二三特]等功|冠军|亚军|季军|第[一二三四五]名|[金银铜]奖")
_PRIZE_WORDS = {"冠军": "冠军|第一名|夺冠|头名", "第一名": "第一名|冠军|夺冠|居首|榜首"}

_OFFICE = re.compile(
    r"(?:常务)?副?(?:局长|厅长|主任|书记|组长|院长|校长|园长|所长|科长|股长|处长|队长|站长|县长|区长|市长"
    r"|镇长|乡长|部长|会长|主席|检察长|秘书长|主席)|律师|教授|法律顾问|联络员|联系人"
)
_BEFORE_OFFICE = re.compile(
    r"(?:哪(?:一|个|位|名|些|[两几])*|谁(?:是|当|任|担任|做|兼任|兼|接任|出任|当上|来当)|(?:接任|当选|兼任|担任|任命)(?:为|了)?)[^,，。;；]{0,12}$"
)
_BEHIND_OFFICE = re.compile(
    r"[^,，。;；]{0,8}?(?:是谁|是哪|叫什么|叫啥|(?:的|什么)?名字|姓什么|姓甚|由谁(?:担任|任|当|兼|出任)|谁\s*[?？]?$)"
)
# Offices that any other may stand for.
_ANY_OFFICE = re.compile(r"领导|负责人|分管领导|leader|person")
_PERSON_ONLY = re.compile(r"哪一?位|哪个人|叫什么|名字|姓什么|哪个(?!部门|单位|机构|科|股|处|局)")
_BODY_ONLY = re.compile(
    r"哪(个|些|几个|家)?(部门|单位|机构|科室|股室|处室|局)|which (department|office|body|bureau)"
)
# What stands between an office and its holder: 局长由何某担任, 组长为何某.
_HOLDS = r"(?:一职)?(?:由|为|是|:|：|、|[ 　])?(?:[一-鿿]{0,6}?同志)?"
_TAKES = r"(?:同志)?(?:[,，])?(?:接任|兼任|担任|当选为?|出任|任|为|调整为|接替|继任|接|当)[^,，。;；]{0,14}?"
_LEFT = re.compile(r"^(?:同志)?(?:调整|变更|更换|换|改)(?:为|成)|^(?:同志)?(?:不再|免去|卸任|离任)")
_ARRIVED = re.compile(r"(?:调整|变更|更换|换|改)(?:为|成|由)[^,，。;；]{0,10}$")
_ASKS_FORMER = re.compile(r"原任|前任|之前|以前|原来|原先|former|previous|before")
_FORMER = re.compile(r"(?:原|前任)[一-鿿、]{0,8}$")

# The body that did it, where no person is named.
_BY = re.compile(
    r"(?:由|以(?=[^，,。；;：:]{2,24}[为任](?:常务)?副?组长))(?P<name>[^，,。；;：:]{2,36}?)"
    r"(?=任(?!务)|担任|为组长|牵头|负责|组织|主持|领导|带队|开展|进行|统筹|承担|承办|办理|实施|审核|审查)"
)
_BODY = r"[一-鿿]{1,14}?(?:股|科(?!技|学)|处(?!理|罚|置)|室|局|委|委员会|中心|办公室|办|大队|支队|院|所|公司|事务所|部(?!门|署|分)|厅|联合会|协会|小组|政府)"
_BODIES = re.compile(
    rf"(?P<name>{_BODY}(?:[、和与]{_BODY})*)(?:等[一二三四五六七八九十两\d]*(?:个?(?:部门|单位|家单位))?)?(?:共同|联合|具体|负责)?"
    r"(?=获|荣获|被评|入选|负责|牵头|承办|主办|印发|组织|签订|承担|制定|出台|开展|办理)"
)


def who_readings(question: Question, sentence: Sentence) -> tuple[Reading, ...]:
    """The persons of a sentence that have the office or did the deed asked for, else the body."""
    roles = [role for role in _ROLES if role.asked.search(question.folded)]
    if not _BODY_ONLY.search(question.folded):
        persons = _persons(question, sentence, roles)
        if persons or _PERSON_ONLY.search(question.folded):
            return persons
    return _bodies(sentence, roles, asked_offices(question))


def asked_offices(question: Question) -> tuple[str, ...]:
    """The offices whose holder a question asks for: 副局长; none if it asks for anyone.

    重新聘任法治副校长由谁牵头 speaks of an office and asks for no holder of it.
    """
    text = question.folded
    if question.language == "en":
        words = [word for concept in question.concepts for word in concept.words]
        return tuple(word for word in words if _OFFICE.fullmatch(word))
    offices = [
        match[0]
        for match in _OFFICE.finditer(text)
        if _BEFORE_OFFICE.search(text[: match.start()]) or _BEHIND_OFFICE.match(text[match.end() :])
    ]
    return tuple(dict.fromkeys(offices))


def told_by_role(question: Question, concept: Concept) -> bool:
    """Whether a word of the question only asks for a role, which the reading itself tells."""
    if _ANY_OFFICE.fullmatch(concept.text):
        return True
    if _PRIZE.search(concept.text) or _OFFICE.fullmatch(concept.text):
        return False
    return any(
        role.asked.search(question.folded) and role.word.fullmatch(concept.text) for role in _ROLES
    )


def _persons(question: Question, sentence: Sentence, roles: list[Role]) -> tuple[Reading, ...]:
    text = sentence.text
    names = [Named(*found) for found in person_names(text)]
    offices = asked_offices(question)
    prizes = _PRIZE.findall(question.folded)
    former = bool(_ASKS_FORMER.search(question.folded))
    found = []
    for name, (start, end) in zip(names, parts_of(sentence, names), strict=True):
        before, behind = text[: name.start], text[name.end :]
        left = bool(_LEFT.search(behind)) or bool(_FORMER.search(before))
        if left != former and (left or _ARRIVED.search(before)):
            continue
        part = sentence.held.text.between(sentence.start + start, sentence.start + end)
        part_wide = part if not _ARRIVED.search(before) else sentence.folded
        if offices and not any(_holds(office, before, behind, part_wide) for office in offices):
            continue
        if not all(role.told.search(part_wide) for role in roles):
            continue
        if not all(re.search(_PRIZE_WORDS.get(prize, prize), part) for prize in prizes):
            continue
        value = Value(name.name, name=name.name)
        found.append(
            Reading(value, sentence.start + start, sentence.start + end, bool(offices or roles))
        )
    return tuple(found)


def _holds(office: str, before: str, behind: str, part: str) -> bool:
    """Whether the name between `before` and `behind` is that of a holder of the office."""
    word = re.escape(office)
    if not office.startswith("副"):
        word = f"(?<!副){word}"
    if re.search(rf"{word}(?:、[^，,。；;、]{{2,10}})?{_HOLDS}$", before):
        return True
    if re.match(rf"{_TAKES}{word}", behind) or behind.startswith(office):
        return True
    return bool(_ARRIVED.search(before) and re.search(word, part))


def _bodies(sentence: Sentence, roles: list[Role], offices: tuple[str, ...]) -> tuple[Reading, ...]:
    """The bodies of a sentence that did what is told in their clause."""
    text = sentence.text
    found = []
    for start, end in ((s - sentence.start, e - sentence.start) for s, e in sentence.clauses()):
        clause = text[start:end]
        match = _BY.search(clause) or _BODIES.search(clause)
        if match is None or not all(role.told.search(clause) for role in roles):
            continue
        if offices and not any(
            re.match(rf"{_TAKES}(?<!副){office}", clause[match.end() :]) for office in offices
        ):
            continue
        name = match["name"]
        found.append(
            Reading(
                Value(name, name=name), sentence.start + start, sentence.start + end, bool(roles)
            )
        )
    return tuple(found)
