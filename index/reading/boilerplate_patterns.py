"""Lines of web pages that are no part of a report: an ordered table, each with an example.

The patterns are matched against a whole line, or against every word of it,
without blanks, brackets and bars. Bodies speak of some of these things in their
sentences, which is why no pattern ever matches within a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# widget: goes wherever it stands. edge: goes only before the first and after the last line of
# the body. foot: goes like edge, and everything after it goes too when no body follows.
Kind = Literal["widget", "edge", "foot"]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A kind of boilerplate line; `example` is one without blanks and brackets."""

    kind: Kind
    regex: str
    example: str


PATTERNS = (
    # Reading aloud, which stands between headline and body.
    Pattern("widget", r"语音(播报|朗读|阅读)(开启|关闭)?", "语音播报"),
    Pattern("widget", r"语音合成中[,，].*", "语音合成中,请耐心等待..."),
    Pattern("widget", r"(进入|退出|开启|关闭)?(语音)?播报模式", "进入播报模式"),
    Pattern("widget", r"退出?语音播报|点击(播报|朗读)|听全文|播报全文|智能播报", "听全文"),
    # Size of the type, sharing, printing, codes to scan.
    Pattern("widget", r"(字号|字体|字体大小|文字大小)[:：]?([大中小默认特超]+)?", "字号:大中小"),
    Pattern("edge", r"[大中小](\+|-)?|A[+-]|放大|缩小|超大|默认|还原", "大"),
    Pattern("widget", r"分享(到|至|本文|本页|按钮|文章)?[:：]?(微信|微博|QQ|空间|等)*", "分享到:"),
    Pattern("widget", r"(一键)?分享.{0,4}(微信|微博|QQ空间|朋友圈).{0,10}", "分享至微信微博"),
    Pattern("widget", r"打印(此页|本页|页面|本文|文章|正文)?|我要打印", "打印本页"),
    Pattern("widget", r"收藏(本页|此页|本文)?|加入收藏|我要收藏|保存本页|下载本页", "收藏本页"),
    Pattern("foot", r"关闭(此页|本页|窗口|页面|此窗口|本窗口)?", "关闭窗口"),
    Pattern("foot", r"(返回|回到)(页面)?(顶部|页首)|TOP|Top", "返回顶部"),
    Pattern("edge", r"返回(首页|上页|上一页|列表|上级|目录)?", "返回上一页"),
    Pattern(
        "foot",
        r"(用?手机)?(微信)?扫(一扫|描|码).{0,24}(二维码|手机|当前页|本页|页面|浏览|查看|分享|打开|关注).{0,8}",
        "扫一扫在手机打开当前页",
    ),
    Pattern("foot", r"手机(扫码)?(查看|浏览|阅读|打开)(此页|本页|当前页)?|二维码|扫一扫", "手机查看"),
    # Where one is, and search.
    Pattern("edge", r"(您|你)?(的)?(现在|当前|所在)?的?(位置|所在位置|位置是)[:：].*", "当前位置:首页>政务公开"),
    Pattern("edge", r"(首页|网站首页|门户首页)(.{0,30}[>›»/\-].*)?", "首页>政务公开>年度报告"),
    Pattern("edge", r".{2,20}([>›»].{1,30}){2,}", "政务公开>法定主动公开>年报"),
    Pattern("edge", r"搜索(位置|范围|结果|框)?|站内搜索|全文搜索|高级搜索|热(门|点)搜索(词)?[:：]?.{0,30}", "搜索位置"),
    Pattern("edge", r"匹配度|排序|相关度|按时间|时间不限|标题|全文|请输入(关键字|关键词|搜索内容).{0,6}", "匹配度"),
    # The frame of the site.
    Pattern("edge", r"Document|无标题文档|untitled|详情|详细内容|正文|内容页|文章内容", "Document"),
    Pattern("edge", r"(用户)?(注册|登录|登陆|注销|退出|个人中心|用户中心)", "注册"),
    Pattern("edge", r"(本)?(网站|本站)?(已)?支持IPV6.{0,8}|IPV6(网站)?", "网站支持IPV6"),
    Pattern("edge", r"(网站)?无障碍(浏览|阅读|模式|辅助)?|(关怀|长者|老年|适老化?)(版|模式|助手)|辅助(浏览|阅读)", "无障碍浏览"),
    Pattern("edge", r"繁[体]?(中文|版)?|简[体]?(中文|版)?|简繁|English|EN|移动版|手机版|电脑版|APP|客户端", "繁体版"),
    Pattern("edge", r"(设为首页|网站导航|导航|菜单|更多|更多>+|MORE|More|more)", "设为首页"),
    Pattern(
        "edge",
        r"(新闻|政务|信息|数据|政策|通知)(中心|动态|公开|服务|开放|文件|法规|解读|公告|发布|要闻)?"
        r"|(政民|互动)(互动|交流)|办事(服务|大厅)|走进.{2,6}|通知公告|政府信息公开(目录|指南|年报|制度|申请)?"
        r"|依申请公开|法定主动公开内容|机构(职能|设置|概况)|领导(之窗|信息)|专题专栏|专题(集锦)?",
        "政务公开",
    ),
    Pattern(
        "edge",
        r"部门街镇|部门(网站|动态)|政务新媒体(矩阵)?|矩阵|公开信箱|服务地图|意见箱|领导信箱|在线咨询|智能问答"
        r"|微信(公众号)?|(新浪)?微博|(政务)?微博|抖音|QQ(空间|好友)|朋友圈|人人网|今日头条",
        "政务新媒体",
    ),
    # Counters and who worked on the page. Labelled values are read by infoline first.
    Pattern(
        "widget",
        r"(本页|本文|此文|文章)?(浏览|点击|阅读|访问|查看|阅览)(次数|数|量|人次)[:：]?\d*(次|人次)?|(您|你)是第\d*位(访问者|访客).*",
        "浏览次数:123次",
    ),
    Pattern("edge", r"(访问量|总访问量|今日访问)[:：]?.{0,16}", "访问量:12345"),
    # What follows a body.
    Pattern("foot", r"(上|下)(一)?(篇|条|则)(文章|新闻|信息)?[:：]?.{0,80}", "上一篇:关于开展普法活动的通知"),
    Pattern("foot", r"(相关|延伸|推荐|关联)(阅读|新闻|文章|信息|链接|内容|文档|推荐|解读|报道)[:：]?", "相关阅读"),
    Pattern("foot", r"(我要)?(纠错|评论|留言|点赞|投诉)|网友评论|发表评论|文章评论|我要咨询", "我要纠错"),
    Pattern("foot", r"(友情|快速|相关|网站|常用|政府网站|部门)链接.{0,4}|(各)?(省|市|区|县|部委|部门|委办局)+(政府)?网站.{0,8}", "友情链接"),
    Pattern("foot", r"(版权|著作权)(所有|归属|归).*|.{0,20}版权所有.*|(Copyright|COPYRIGHT|copyright|©|&copy;).*", "版权所有:某县人民政府"),
    Pattern("foot", r".{0,40}ICP备.*|.{0,40}公网安备.*", "某ICP备05000001号"),
    Pattern("foot", r"(网站)?(主办|承办|协办|运维|维护|建设|技术支持|管理)(单位)?[:：].*|技术支持.*", "主办单位:某县人民政府办公室"),
    Pattern("foot", r"网站(标识码|地图|声明|管理|帮助|纠错|维护)[:：]?.*|(政府网站)?(标识码|找错).{0,20}", "网站标识码:1234567890"),
    Pattern("foot", r"(关于|联系)我们|站点地图|隐私(声明|保护|政策)|免责声明|使用帮助|法律声明", "联系我们"),
    Pattern("foot", r"(联系)?(地址|电话|传真|邮编|邮政编码|邮箱|电子邮箱|E-?mail)[:：].{2,80}", "邮编:123456"),
    Pattern("foot", r"(建议|推荐|为了).{0,20}(分辨率|浏览器|IE).*|最佳(分辨率|浏览).*", "建议使用1920*1080分辨率浏览"),
    Pattern("edge", r"\d{1,3}|第?\d{1,3}(页)?/共?\d{1,3}页?|上一页|下一页|尾页|末页", "1"),
)  # fmt: skip
