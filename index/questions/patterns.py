"""What kind of value a question asks for, as an ordered table: the first pattern that fits wins.

Patterns run on folded text (half-width, lower case, Simplified).
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from index.figures.units import units
from index.models import Operation, QuestionKind


class KindPattern(NamedTuple):
    """A pattern, the kind it stands for, and a question it fits."""

    pattern: re.Pattern[str]
    kind: QuestionKind
    example: str


def _row(pattern: str, kind: QuestionKind, example: str) -> KindPattern:
    return KindPattern(re.compile(pattern, re.VERBOSE), kind, example)


KINDS: tuple[KindPattern, ...] = (
    # English first: its patterns cannot fit a Chinese question.
    _row(
        r"\b(percent(age)?|proportion|ratio|what\ share|rate)\b(?!\s+(?:limit|card))",
        "rate",
        "what percentage of students took part",
    ),
    _row(r"\bby\ how\ (much|many)\b", "rate", "by how much did cases fall"),
    _row(
        r"\bhow\ much\b|\bwhat\b[^?]*\bcost\b|\bwhat\b[^?]*\btotal\b[^?]*\b(allowances?|funds?|funding|fines?|costs?|spending|expenditure|investment|compensation|subsid\w+|payments?|loans?|refunds?|budget|wages)\b|\b(amount|sum)\ of\b|\btotal\ amount\b|\bin\ (yuan|rmb)\b|\btotal\ fines\b",
        "amount",
        "how much funding was spent",
    ),
    _row(
        r"\bhow\ many\b|\b(the\ )?(number|total|count|population)\ of\b",
        "count",
        "how many schools",
    ),
    _row(
        r"\bwhen\b|\bwhat\ (date|day|month|year)\b|\bwhich\ (date|day|month|year)\b",
        "date",
        "when was it",
    ),
    _row(r"\bwho(m|se)?\b|\bby\ whom\b", "who", "who chaired the meeting"),
    _row(
        r"\b(problems?|shortcomings?|weakness(es)?|deficienc(y|ies)|difficult(y|ies)|short\ of)\b",
        "problems",
        "what shortcomings does the report name",
    ),
    _row(
        r"\b(plans?|planned|next\ year|going\ to|intends?|upcoming|next\ steps?)\b",
        "plans",
        "what is planned for next year",
    ),
    _row(
        r"\b(measures?|steps\ were)\b|\bwhat\ (did|does|has|have)\b[^?]*\b(do|done)\b|^\s*how\b|\bhow\ (did|does|do|is|was|are|were|has)\b",
        "measures",
        "how did it",
    ),
    _row(r"\b(which|what|list|name)\b", "which", "which schools were named"),
    _row(r"^\s*(is|are|was|were|did|does|do|has|have|had|can|will)\b", "yesno", "did it hire"),
    # Chinese.
    _row(
        r"^(?!.*(多少|哪|谁|什么|多久|多高|多大)).*(是不是|是否|属不属于)",
        "yesno",
        "是不是这几年头一回",
    ),
    _row(
        r"^(?!.*(多少|几|哪|谁|什么|啥|多久|多高|多大|怎么|如何|怎样)).*(吗|没有|了没)\s*\??$",
        "yesno",
        "配备率达到80%了吗",
    ),
    _row(
        r"(准备|打算|计划|拟|下一?步|将|想)(要|着)?(怎么|如何|怎样|咋)",
        "plans",
        "准备怎么解决一人管几所学校的事",
    ),
    _row(
        r"(企业|公司|学校|机构|单位|院|店|厂|诊所|事务所)[^,。;]{0,4}(是谁|叫(什么|啥))|(?<!局长)(?<!主任)(?<!的人)(都|具体|各|分别)叫(什么|啥)",
        "which",
        "列入黑名单的两家企业是谁",
    ),
    _row(
        r"哪(一|几|[两三])?(个|名|些)?[^,。;多少]{0,8}(局长|所长|主任|书记|校长|园长|队长|科长|股长|处长|院长|队员|老师|教师|学生|同学|律师(?!事务)|民警|法官|检察官|干部|代表|选手|调解员)"
        r"(?![^,。;]*(人数|多少|最[多少]|更[多少]|多$|少$|[多少][?]))|(长|主任|书记|负责人|领导|律师|顾问|代表|选手|冠军)(\([^)]*\))?[^,。;]{0,3}(叫(什么|啥)|的?名字|姓甚|姓什么)",
        "who",
        "哪个队员评上了最美城管人",
    ),
    _row(
        r"多大(的)?比例|百分之(几|多少)|百分比|占(了)?(多少|几成)|几成|(率|比例|占比|比重)(都|各|分别|又|大概|大约|约|到底|究竟|具体)*(是|为|有|达|达到|怎么样|怎样|如何|呢|多少|多高|几|$|\?)",
        "rate",
        "聘请率是多少",
    ),
    _row(
        r"(率|比例|占比|比重)[^,。;]{0,8}(多少|多高|几)|(满意度|覆盖面|知晓度|公信力|达标度)[^,。;]{0,6}(多少|多高|几)|多少.{0,6}(率|比例|占比)$",
        "rate",
        "线上录取率达到了多少",
    ),
    _row(r"多少(个)?百分点|几个百分点", "rate", "提高了几个百分点"),
    _row(r"有多(满意|高的?满意)|满意(程)?度(怎么样|如何|高不高)", "rate", "群众有多满意"),
    _row(
        r"多少(万|亿|千|百)?(元|块钱|钱|经费|资金|款)|(几|多少)(万|亿)元?|(钱|金额|资金|经费|款项|罚没款|罚款|费用|投入|投资|损失|补助|补贴|预算|收入|支出|产值|标的额|货值|案值|工资|月薪|年薪|薪酬|薪资|造价|单价|票价|奖金|保费|租金|房租|(?<![消免浪收付缴])费)[^,。;多少几增减升降涨跌高比]{0,6}(多少|几何|是多大)(?![所名人位家件份条项场次个期篇起宗户批])",
        "amount",
        "资助了多少钱",
    ),
    _row(
        r"^(?!.*(?:有没有|有无|是否|吗|哪|怎|什么|如何|为何|谁|几|多少)).*(?:总额|金额|罚没收入|罚没款|罚款|经费|支出|标的额)(?:是|为)?\s*\??$",
        "amount",
        "罚款总额",
    ),
    _row(
        r"何时|什么时(候|间)|啥时候?|几时|哪(一)?(天|日|年|个月|月)|何(日|月|年)|几月|几号|多会儿|(日期|时间)(是|为|$|\?)",
        "date",
        "什么时候开的培训会",
    ),
    _row(
        r"多[长大久远重深宽]|多高(?!的?(比例|率))|几(分钟|小时|天|个月|个工作日)|多少|(?<!哪)几(?![乎何])|有几|(数量|总数|人数|次数|个数|件数|场次|总量|户数|份数|规模|(?:办件|受理|收案|办案|立案|结案|业务|阅读|访问)量|面积|年龄|粉丝数?|关注[人用户]*数|编制数?)(是|为|有|达|呢|$|\?)",
        "count",
        "聘请了多少名法治副校长",
    ),
    _row(
        r"谁|哪(一)?位|何人|什么人|哪个(部门|单位|领导|人)|哪些(领导|人员?(?!数))|由.{0,8}牵头的?\??$",
        "who",
        "由谁牵头",
    ),
    _row(
        r"(哪些|什么|几个?|有何|有无|何种|哪几(个|方面)的?|啥)[^,。;]{0,10}(问题|不足|短板|弱项|困难|薄弱|差距|毛病|欠缺|缺点)|(问题|不足|短板|弱项|困难|薄弱环节|差距|毛病|欠缺|缺点)(之处|方面|上)?(是|有|在|都|主要|还|包括|表现|呢|$|\?)|(存在|还有).{0,12}(问题|不足|短板|困难|差距)|哪(里|儿|方面|些?地方|些?方面)[^,。;]{0,6}(不够|不好|不行|不到位|不足|欠缺|薄弱|差)|(检讨|反思)[^,。;]{0,6}(哪|什么|啥)|(什么|哪些|啥|有何)[^,。;]{0,4}(难处|难题|软肋|短处|弱点|难点|薄弱)|(难处|难题|软肋|难点)(是|在|有)|还?(差|缺)(些|在)?(什么|啥|哪)",
        "problems",
        "存在哪些短板",
    ),
    _row(
        r"(要|将|会|准备)(抓|做|干|开展|推进|实施|完成|搞)[^,。;]{0,8}(哪|什么|啥)|(做|干)些(什么|啥)|(哪些|什么|哪几[项个])(行动|重点)|(排|定|布置)了?(哪|什么|啥)"
        r"|(下一?步|明年|下(一)?年度?|来年|接下来|今后|将来|后续|下一阶段)[^。;]*(什么|哪些|哪几|如何|怎么|怎样|啥|打算|计划|安排|思路|部署|举措|措施|任务|重点)|((?:工作|任务)(?:要点|重点)|重点(?:工作|任务))(是|有|包括|呢|$|\?|都|如何|怎样|怎么样)|(工作)?(计划|打算|安排|部署|思路)(是|有|包括|呢|$|\?|如何|怎样|怎么样)|(怎么|如何|怎样)(打算|计划|安排)|(打算|计划|准备|拟)[^,。;]{0,10}(什么|哪些|如何|怎么|怎样|啥|哪几)|(哪些|什么|啥|哪几[个项条])[^,。;]{0,6}(计划|打算|安排)",
        "plans",
        "明年有什么打算",
    ),
    _row(
        r"是否|是不是|有没有|有无|能否|可否|会不会|能不能|属不属于|.(吗|(?<![什怎这那多])么|没有|没)\s*\??$|(?P<did>[一-鿿])没(?P=did)|(?P<does>[一-鿿])不(?P=does)",
        "yesno",
        "是否聘请了法律顾问",
    ),
    _row(
        r"如何|怎么|怎样|咋|(哪些|什么|何种|啥|哪几(个|项|条|种)?|有何)[^,。;]{0,10}(措施|举措|做法|办法|方式|手段|工作|机制|制度|经验|成效|动作|安排)|(措施|举措|做法|办法|成效)(是|有|包括|呢|$|\?)|通过什么|靠什么|做了(些)?(什么|啥|哪些)",
        "measures",
        "采取了哪些措施",
    ),
    _row(r"为什么|为何|为啥|怎么说的", "open", "为什么说办案压力大"),
    _row(r"哪|什么|啥|何种|分别是|列出|包括|具体指", "which", "哪些学校参加了创建"),
)

# Kinds that ask for a whole section: such a question needs no word of its own.
COMPLETE: frozenset[QuestionKind] = frozenset({"measures", "problems", "plans"})
# Words that only ask. The segmenter would join them to what stands beside them.
INTERROGATIVE = re.compile(
    r"哪(一)?(天|年|月|日|次|份|部|项|件|所|家|位|名|个|些|里|儿|几[个项条所家名位件]?|[两二三四五六七八九十][个项条所家名位件样类种块宗起处步点门])|何时|什么(时候|时间)?|谁|是否|有没有(人(?=[去来被因向对])[去来]?)?|是不是"
    r"|(是|有|为|达到?|共)?多少|(是|有)?几[个项条所家名位件]|怎么样?|如何|怎样|为什么|为何|有何|啥|分别|各(是|有|自)?(?=多少|几|$)"
)
# Kinds whose answer is a figure; an operation over reports needs one of them.
MEASURES: frozenset[QuestionKind] = frozenset({"count", "rate", "amount"})


class OperationPattern(NamedTuple):
    """A pattern, the operation over several reports it stands for, and a question it fits."""

    pattern: re.Pattern[str]
    operation: Operation
    example: str


OPERATIONS: tuple[OperationPattern, ...] = (
    OperationPattern(
        re.compile(
            r"最(多|高|少|低|大|小)|排名|排序|排第|前[三五十]|\b(most|fewest|least|highest|lowest|rank)\b"
        ),
        "rank",
        "哪个县聘请的法治副校长最多",
    ),
    OperationPattern(
        re.compile(
            r"(增|多|高|升|涨|增加|上升|提高)了?还是(减|少|低|降|跌|减少|下降|降低)|历年|逐年|变化|变没变|怎么变|走势|趋势|[近这]?[两三四五几]年(间|来|里|以来)|[近这][几两三四五]年(来|里)?(?!的?(头|第)一|首)|和(去|上)年(度)?(相)?比|与(去|上)年(度)?(相)?比"
            r"|比(去|上)年(度)?(多|少|高|低)|\b(trend|over the years|changed?)\b"
        ),
        "trend",
        "近三年聘请率有什么变化",
    ),
    OperationPattern(
        re.compile(
            r"哪一?年(更|比较)?(多|少|高|低)|对比|相比|比较|比(?![率例重]).{1,10}(多|少|高|低)(多少|几|吗|\?|$)|(谁|哪(边|个|家|方|里|儿|一?个?(县|区|市|局)))[^,。;]{0,20}?(更|比较)?(多|少|高|低)(一?些|一点)?\s*(\?|$)|多还是少|高还是低|\b(compared?|versus|vs)\b"
        ),
        "compare",
        "江北区比高平市多多少",
    ),
    OperationPattern(
        re.compile(
            r"合计|加起来|加(在)?一(起|块)|相加|[两二三四五]年(一?共|总共|合计|加)|(各|所有|全部)(县|区|市|报告|地方|单位|局).{0,8}(一?共|总(?!值|产值|人口|面积|收入|支出|量|额|体))|总共.{0,10}(所有|各)|\b(altogether|in all|combined|in total across)\b"
        ),
        "total",
        "各县合计多少",
    ),
)


def find_operation(folded: str) -> Operation | None:
    """The operation over several reports that a folded question asks for."""
    return next((row.operation for row in OPERATIONS if row.pattern.search(folded)), None)


_OPERATION_WORDS = re.compile(
    r"怎么变(的|化)?|变没变|加(在)?一(起|块)|相加|[两三四五几]年(间|以来)|哪一?年(更|比较)?(多|少|高|低)|是?(增|多|高|升|涨|增加|上升|提高)了?还是(减|少|低|降|跌|减少|下降|降低)了?|历年|逐年|(有什么|有何|怎么|如何|的)?变化(情况)?的?|走势|趋势|[近这]?[几两三四五]年(来|里)?|对比|相比|比较|合计|加起来|加在一起|[一总]共"
    r"|哪(一?[个家]?(单位|地方|部门|机构|县区|区县|地区|市县|县市区)|边|个|家|方|里|儿|一?个?(县|区|市|局))|谁|更|最(多|高|少|低|大|小)|排名|排序|多还是少|高还是低|[高低多少](一?些|一点)?\s*\??$"
    r"|\b(compared?|versus|vs|trend|changed?|over the years|altogether|in all|combined|most|fewest|least|highest|lowest|rank)\b"
)


def without_operation(folded: str) -> str:
    """The question with the words of its operation blanked out: no report says 历年变化."""
    return _OPERATION_WORDS.sub(lambda match: " " * len(match[0]), folded)


@functools.cache
def cue() -> re.Pattern[str]:
    """ "How many" and its like in Chinese, with the measure word behind it.

    What follows is what is counted.
    """
    return re.compile(
        rf"(?:(?:共|还|各)?(?:有|是|为|达到?)|各)?(?:多少|(?<!哪)几(?![乎何]))(?P<unit>[万亿]?(?:{units()}))?"
    )
