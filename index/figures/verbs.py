"""Verbs of administrative reports, by how they behave beside a figure.

Written by hand for this project from the vocabulary of annual reports on
law-based government; no licence but the project's applies.
"""

from __future__ import annotations

import functools
import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Verbs that are hardly ever nouns or parts of nouns: what follows is their object.
FIRM: tuple[str, ...] = _words(
    # people and posts
    "聘请 聘任 选聘 续聘 聘用 返聘 增聘 选派 选任 选配 选出 配备 配齐 派驻 派出 派遣 遴选 推选 "
    "评选出 评出 命名 授予 调配 抽调 吸纳 吸收 招收 招录 引进 选拔 轮训 培育 "
    # events
    "开展 举办 举行 组织 组织开展 召开 召集 承办 主办 协办 参加 参与 进行 出席 列席 出动 邀请 组建 成立 牵头 赴 "
    # papers and publicity
    "发放 发送 推送 刊发 刊登 刊播 播放 播出 制作 编印 编写 编制 编发 印制 印发 印刷 制发 下发 转发 发出 下达 送达 "
    "出具 出台 制定 制订 修订 修改 废止 宣布失效 清理 梳理 收回 承接 公布 发布 报送 上报 "
    "张贴 悬挂 摆放 投放 派发 赠送 采编 撰写 起草 录制 拍摄 上传 更新 录入 归集 填报 "
    # cases and permits
    "开庭 申领 受理 办理 办结 审结 核发 颁发 换发 换领 注销 吊销 撤销 结案 查处 查办 查获 查封 查扣 扣押 没收 罚没 取缔 关停 关闭 "
    "化解 调处 破获 侦破 抓获 清查 发现 移交 移送 转办 交办 督办 作出 做出 提出 提供 提交 "
    "收到 接到 接收 接听 接受 答复 回复 解答 解决 纠正 撤回 维持 确认违法 追回 挽回 兑现 达成 签订 签署 签约 "
    "指派 委派 解除 回访 随访 办成 实施 采取 采用 采纳 收集 征集 征求 形成 存在 涉及 涉案 "
    # money and building
    "投入 拨付 落实 筹集 筹措 争取 争取到 减免 减轻 支付 支出 创建 创建成 建成 建立 建立健全 设立 设置 新建 改建 扩建 "
    "新增 增设 增补 新设 新设立 完成 实现 实行 惠及 带动 帮助 "
    "开通 开设 开辟 打造 推出 选送 选取 确定 明确 纳入 列入 保留 取消 下放 精简 整合 压减 "
    "讲 "
    # results
    "获 获奖 获得 荣获 获评 取得 入选 晋级 夺得 斩获 摘得 持有 拥有 达到 收到 产出 汇编 包括 包含 "
    "购买 购置 安装 添置 募集 发动 吸引 招募 核实 核对 排除 消除 "
    "增加 减少 增长 下降 提高 提升 降低 缩短 压缩 上升 上涨 下滑 回落 节约 节省"
)

# Verbs that are as often nouns (检查, 调解): only their place in the clause tells.
EITHER: tuple[str, ...] = _words(
    "培训 宣传 检查 抽查 巡查 督查 督察 督导 排查 整治 整改 治理 调解 审查 审核 审理 批准 核准 处罚 处分 资助 补助 救助 "
    "帮扶 援助 服务 学习 研讨 宣讲 讲解 考核 考试 测试 测评 评估 评查 监测 检测 抽检 抽样 检验 复议 应诉 出庭 公证 鉴定 "
    "矫正 帮教 安置 公开 公示 备案 立案 走访 举报 投诉 接待 表彰 奖励 管理 执法 罚款 问责 代理 辩护 阅读 点击 浏览 观看 推荐 "
    "旁听 观摩 参观 约谈 评审 论证 咨询 访问 指导 监督 慰问 演练 巡讲 送教 暗访 检审 会审 核查 研判 听证 诉讼 信访 警告 "
    "督促 提醒 告诫 通报 曝光 起诉 判决 裁决 仲裁 赔偿 补偿 扶持 转移 就业 招生 录用 竞赛 比赛 研究 讨论 审议 "
    "报告 发展 使用 执行 建设 改造 配置 注册 登记 采购 捐赠 捐款 录取 毕业 覆盖 处理 处置 审批 培养 核验 招聘 任命 配强 评选 评定 认定 "
    "支持 动员 共享 安排 部署 整顿 停产 停业 学法 决策 复盘 责令 送达 监控 备案审查 分流 体检 接种 诊疗 收治 义诊 巡诊 救治 巡逻 执勤 值守 维修 养护 述法 普法 送法 申请 许可 检定 抽测 采样 复检"
)

# Verbs with no meaning of their own beside an action (开展巡查, 进行检查).
LIGHT: frozenset[str] = frozenset(
    _words("进行 开展 给予 予以 加以 实施 作出 做出 组织 组织开展 接受")
)

# What became of the things counted; the things were named before (合格1498批次).
RESULTS: frozenset[str] = frozenset(
    _words("有效 失效 合格 不合格 达标 优秀 良好 通过 成功 属实 胜诉 败诉 满意 剩余 结余 存量")
)

# Verbs that only open a list or state that something is there.
STATING: frozenset[str] = frozenset(_words("包括 包含 涉及 存在 达到 明确 实现 实行 拥有 持有"))

# Further verbs that end a noun phrase to the right of a number (600名学生升入高中).
ENDING: frozenset[str] = frozenset(
    _words(
        "进行 从事 代表 走进 深入 前往 进入 升入 考入 加入 转入 入驻 落户 入学 到校 到岗 上岗 入职 在岗 开课 授课 任教 "
        "受到 得到 予以 给予 负责 担任 兼任 成为 属于 位于 来自 来到 围绕 针对 根据 按照 依据 利用 结合 "
        "筹设 成功 实地 现场 分别 全部 全员 均 已 都 也 还 共 累计 共计 合计 总计 占 达 达到 是 为 在 对 被 把 将 向 从 到 由 于 以 按 比 较 "
        "其中 可以 能够 必须 应当 需要 没有 未 不 不再 有 具有 具备 并 且 而 但 所 所有 各 每 后 前 时 期间 以来 以内 之间 中 "
        "同比 环比 共同 一起 参训 参赛 参学 受训 受益 受教育 结业 考取 报名 同时 先后 通过 经 因 由于 让 使 令 给 就 则 即 "
        "不断 继续 进一步 均已 全部 各有 须 应 "
        "整体 总体 表示 反映 认为 满意 "
        "签到 到会 出庭 应诉 联合 配合 协助 支持 全面 持续 顺利 依法 集中 统一 主动 自愿 积极 认真 正在 陆续 "
        "了 过 着 等 之 与会 "
        "违反 不符合 存在 符合 超过 低于 高于 不合格 合格 达标"
    )
)

# Nouns that turn a verb before them into a part of their name (培训机构, 宣传资料).
_NAMED = (
    "资料|材料|活动|栏|单(?!位|独)|册|品|片|画|人员|员(?!工)|组(?!织)|班(?!子|主任|级)|会(?!计)|基地|中心|站|点(?!击)|窗口|事项|工作|计划|方案|制度|机制|系统|平台|"
    "部门|委员会|小组|队|所(?!有|属)|室|厅|师(?!生|资|范|德)|证(?!明|据)|率|量|面|度|数|人数|人次|次数|金|资金|经费|费|书(?!记)|表(?!彰|演)|卡|周|月|标准|办法|规定|"
    "条例|文件|行动|项目|课程|讲座|记录|结果|报告|意见|建议|清单|目录|职责|体系|网络|类|案例|决定|"
    "时限|流程|期限|环节|程序|材料|专员|专栏|展板|标语|手册|大会|大赛|法(?!治|律|制|院|官|规)|权|任务|岗|岗位|热线|电话|渠道|大厅|中的|力量|力度|能力|水平|情况"
)
# ... except after verbs of inspection, which take institutions and people as objects.
_BY_ALL = re.compile(rf"(?:{_NAMED})")
_BY_INSPECTION = re.compile(
    r"活动|工作|组|计划|方案|制度|机制|任务|记录|结果|报告|行动|率|量|面|力度|人员(?!\d)|人次|次数|"
    r"事项|清单|标准|表|情况|书|对象"
)
_INSPECTION = frozenset(
    _words("检查 抽查 巡查 督查 督导 排查 走访 核查 约谈 整治 抽检 检测 监测 服务 慰问 指导")
)
_TITLE = re.compile(r"《[^》]{0,80}》|“[^”]{0,40}”")
# ... and after verbs that stand alone otherwise (办理时限, 工作人员).
_PROCESS = ("人员", "工作", "时限", "时间", "流程", "期限", "环节", "程序", "结果", "情况", "窗口")
# ... unless it is a paper on the work (编发工作简报).
_WORK_PAPER = re.compile(
    r"工作(?:简报|方案|要点|计划|制度|规程|指引|规范|总结|手册|会议|会(?!计)|汇报|报告|专班)"
)
# ... whose object may be people.
_OF_PEOPLE = frozenset(
    _words(
        "组织 落实 完成 出动 抽调 选派 派出 派遣 配备 配齐 调配 招录 引进 聘请 聘用 选聘 新增 增加 增配 减少 查处 抓获 发现"
    )
)
_ORGANISED = ("党", "调解", "社会", "基层", "行业", "群众", "自治", "志愿", "公益", "犯罪", "机关")
_TAILS = re.compile(
    r"点(?!多|名|位)|率|量|人数|人次|次数|度(?!假)|函|单(?![位独一项])|令|款(?!项)|者"
)
_TAILS_OF_EITHER = re.compile(r"面|书(?!记)|证|卡|费|金(?!额)|员|数(?!据)|型|性|化")


def ending_verb(text: str) -> str | None:
    """The longest verb that `text` ends with, a final 了 or 过 left out."""
    stem = text.rstrip("了过")
    return next((word for word in _by_length() if stem.endswith(word)), None)


def find_verbs(text: str) -> tuple[tuple[int, int, str], ...]:
    """The (start, end, word) of every verb in folded `text` that is no part of a noun or title."""
    text = _TITLE.sub(lambda match: "\0" * len(match[0]), text)
    found = []
    for match in _verb_pattern().finditer(text):
        word, after = match[0], text[match.end() :]
        if not _compound(word, after) and _stands(word, text[: match.start()], after):
            found.append((match.start(), match.end(), word))
    return tuple(found)


def is_firm(word: str) -> bool:
    """Whether `word` is a verb wherever it stands."""
    return word in _firm()


def _compound(word: str, after: str) -> bool:
    """Whether the words after a verb make it the first part of a noun (参与率, 培训资料)."""
    if _TAILS.match(after):
        return True
    if word in _firm():
        if _WORK_PAPER.match(after):
            return False
        return after.startswith(_PROCESS) and word not in _OF_PEOPLE
    if _TAILS_OF_EITHER.match(after):
        return True
    if word == "安排":
        return False
    if word in _INSPECTION:
        return bool(_BY_INSPECTION.match(after))
    return bool(_BY_ALL.match(after)) or after.startswith("机构")


def _stands(word: str, before: str, after: str) -> bool:
    """False for 获 in 查获, 讲 in 讲座 and 组织 in 调解组织."""
    if word == "获":
        return before[-1:] not in tuple("查抓捕缴收破")
    if word == "讲" and before.rstrip().endswith("学宪法"):
        return False
    if word == "讲":
        return after[:1] not in ("", *"座师话台堂解述义") and before[-1:] not in tuple("主宣巡演听")
    if word in ("提升", "提高"):
        return not before.endswith(("能力", "水平", "素质", "质量", "效能")) or not after[:1].strip(
            "等班培工行"
        )
    if word == "组织":
        return bool(after.strip()) and not before.endswith(_ORGANISED)
    return True


@functools.cache
def _firm() -> frozenset[str]:
    return frozenset(FIRM)


@functools.cache
def _by_length() -> tuple[str, ...]:
    return tuple(sorted({*FIRM, *EITHER}, key=lambda word: (-len(word), word)))


@functools.cache
def _verb_pattern() -> re.Pattern[str]:
    # 网上报名 is 网上 and 报名, not 上报.
    words = (rf"(?<![网线会])(?:{w})" if w[0] == "上" else w for w in _by_length())
    return re.compile("|".join(words))
