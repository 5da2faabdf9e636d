"""Traditional characters → the simplified ones that the forms are printed in.

Sites of government offer their pages in Big5 (`/gate/big5/`), turned character by character: labels, units and
marks are folded to be recognised, while what a report says (titles, names, prose) stays as it is printed. The pairs
are those of the words that reports print, written down for this purpose; where several traditional characters share
one simplified form, each has a pair of its own. Characters that simplified print uses too in another sense (覆, 著, 乾)
are left alone.
"""

from __future__ import annotations

_PAIRS = (
    "萬万專专業业個个為为爲为舉举於于億亿從从眾众衆众會会傳传體体關关內内決决況况減减製制務务動动區区單单廳厅參参發发髮发號号後后員员圍围國国場场處处備备復复複复審审實实對对屬属佈布應应廢废開开強强當当錄录"
    "録录徵征徑径總总執执護护報报擔担據据數数無无時时機机權权條条來来構构標标檔档沒没濟济熱热現现監监碼码確确種种稱称穩稳類类糾纠納纳線线綫线組组織织經经結结絡络統统繼继續续維维編编繳缴網网罰罚職职獲获規规"
    "計计認认議议許许訟讼設设訪访訴诉詢询說说説说請请讀读談谈負负責责購购費费轉转輯辑過过這这錯错門门聞闻閱阅閲阅陽阳隱隐項项題题額额駁驳範范輿舆辦办導导輔辅兩两與与併并並并鄉乡鎮镇縣县劃划財财郵邮電电話话"
    "檢检圖图簡简聽听證证書书東东聯联繫系係系環环產产産产農农衛卫養养學学醫医藥药術术師师資资質质貿贸貨货貧贫賠赔贊赞車车輪轮輸输運运達达遠远還还進进連连遲迟適适選选遞递遺遗釋释錢钱鐵铁鋼钢銀银鏈链長长閉闭"
    "問问間间際际陸陆險险隨随雙双雜杂離离難难雲云靈灵靜静響响頁页頂顶順顺須须預预領领頻频頭头顯显風风飛飞館馆馬马驗验點点黨党齊齐龍龙龜龟剛刚創创劇剧勞劳勢势勝胜勵励匯汇彙汇協协卻却厲厉壓压廠厂歷历曆历變变"
    "啟启啓启圓圆團团園园塊块壞坏墊垫夠够奪夺獎奖婦妇孫孙寧宁寶宝將将尋寻層层嶺岭幣币帶带幫帮幹干庫库廣广張张彈弹彎弯錶表徹彻憑凭憲宪懷怀戲戏戰战戶户拋抛擇择損损換换攝摄擴扩擾扰攜携敗败敵敌斷断舊旧曉晓暫暂"
    "樣样樓楼樹树橋桥檯台臺台歡欢殘残殺杀毀毁氣气漢汉溝沟測测滿满漁渔潔洁潤润澤泽灘滩災灾爭争牆墙獨独獻献療疗盡尽盤盘礎础禮礼積积窮穷筆笔節节築筑籌筹糧粮紀纪紅红約约級级紙纸細细終终紹绍給给絕绝絲丝縮缩績绩"
    "緊紧緒绪緩缓練练縱纵聖圣聲声腦脑臨临興兴藝艺蘇苏蘭兰華华葉叶蓋盖蘊蕴虛虚蟲虫補补裝装裡里裏里褲裤見见觀观覽览覺觉觸触訂订訊讯記记講讲論论評评識识詞词譯译試试詳详語语誤误誠诚課课調调諸诸謀谋謝谢譜谱讓让"
    "貫贯販贩貴贵貸贷賓宾賣卖賴赖賽赛趨趋跡迹踐践軍军軟软較较載载輕轻輛辆邊边邏逻鄭郑鄰邻釀酿針针鈔钞鉤钩銷销鋪铺鍵键鎖锁鐘钟鑒鉴鑑鉴閃闪閣阁闊阔隊队階阶陳陈陰阴隸隶韓韩頒颁頓顿願愿顧顾飲饮飯饭駐驻駕驾騎骑"
    "騙骗驅驱驚惊髒脏魚鱼鮮鲜鳥鸟鹽盐麗丽麥麦黃黄齡龄齒齿祕秘註注誌志託托採采準准佔占遊游週周儘尽佇伫僅仅優优儲储價价傷伤債债倉仓側侧偵侦僑侨偽伪僞伪兒儿兇凶冊册凍冻凱凯別别刪删剝剥劑剂勻匀匱匮卹恤吳吴呂吕"
    "啞哑喪丧嚴严囑嘱壇坛壯壮奧奥妝妆寢寝寫写尷尴屆届岡冈島岛峽峡崗岗嶄崭幀帧廬庐廟庙彥彦徠徕恆恒悶闷惡恶惱恼愛爱態态慣惯慮虑慶庆憂忧憶忆懇恳懲惩戀恋擁拥擬拟攔拦攤摊擋挡擠挤敘叙斂敛晝昼朧胧樁桩檻槛橫横櫃柜"
    "欄栏歐欧歲岁歸归氫氢訓训"
)
SIMPLIFIED: dict[int, str] = {ord(_PAIRS[place]): _PAIRS[place + 1] for place in range(0, len(_PAIRS), 2)}
"""For str.translate."""


def simplified(text: str) -> str:
    """`text` with its traditional characters in their simplified form; everything else, and its length, as it is."""
    return text if text.isascii() else text.translate(SIMPLIFIED)
