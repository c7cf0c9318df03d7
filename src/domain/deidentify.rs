//! Texts without the people in them, for what is published (domain.md I5, §4.2 rule 9).
//!
//! A name becomes the surname and 某某, an address its neighbourhood and 某户, a
//! long number nothing. What tells of subsistence allowances, illness or
//! disability is left out whole: with such words even half a name says too much.
//! So are sentences that somebody told for himself and not for the public, as a
//! household's own words of its income (domain.md D10), whatever name they bear.

use std::sync::LazyLock;

use super::{calendar, identity, recusal::plain_name};

/// Words that keep a sentence in, and phrases that have them and tell of nobody.
struct Sensitive {
    words: Vec<String>,
    except: Vec<String>,
}

/// The list of `assets/privacy/sensitive.toml`.
static SENSITIVE: LazyLock<Sensitive> =
    LazyLock::new(|| read(include_str!("../../assets/privacy/sensitive.toml")));

/// Reads the list; what is no text in it is passed over.
fn read(text: &str) -> Sensitive {
    let table: toml::Table = text.parse().unwrap_or_default();
    let texts = |value: Option<&toml::Value>| -> Vec<String> {
        let all = value.and_then(toml::Value::as_array).into_iter().flatten();
        all.filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let categories = table.get("category").and_then(toml::Value::as_array).into_iter().flatten();
    Sensitive {
        words: categories.flat_map(|category| texts(category.get("words"))).collect(),
        except: texts(table.get("except")),
    }
}

/// Surnames of two characters; any other is the first character.
const COMPOUND: [&str; 14] = [
    "欧阳", "上官", "司马", "诸葛", "尉迟", "万俟", "澹台", "长孙", "皇甫", "令狐", "夏侯", "东方", "慕容",
    "司徒",
];

/// A number with so many digits could be somebody's.
const TELLING_DIGITS: usize = 7;

/// Who must not be recognised.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// What is replaced, the longest first, and by what.
    words: Vec<(String, String)>,
    /// Sentences that are never published, without blanks and punctuation.
    kept_back: Vec<String>,
}

/// A sentence shorter than this says nothing by which somebody could be known.
const TELLING_CHARS: usize = 4;

impl Known {
    /// Learns names, and addresses with the neighbourhood they lie in.
    pub fn new<'a>(
        names: impl Iterator<Item = &'a str>,
        addresses: impl Iterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let long = |text: &str| text.chars().count() >= 2;
        let mut words: Vec<(String, String)> = names
            .map(str::trim)
            .filter(|name| long(name))
            .map(|name| (name.to_owned(), veiled(name)))
            .collect();
        let home = |(address, place): (&str, &str)| (address.trim().to_owned(), format!("{place}某户"));
        words.extend(addresses.map(home).filter(|(address, _)| long(address)));
        words.sort_by_key(|(word, _)| (std::cmp::Reverse(word.chars().count()), word.clone()));
        words.dedup();
        Self { words, kept_back: Vec::new() }
    }

    /// Learns texts of which no sentence is published (domain.md D10).
    #[must_use]
    pub fn keeping_back<'a>(mut self, texts: impl Iterator<Item = &'a str>) -> Self {
        let plain = texts.flat_map(str::lines).flat_map(sentences).map(plain_name);
        self.kept_back.extend(plain.filter(|sentence| sentence.chars().count() >= TELLING_CHARS));
        self.kept_back.sort();
        self.kept_back.dedup();
        self
    }

    /// Whether a text has a sentence in it that is never published, however it
    /// is punctuated.
    pub fn tells_what_is_kept_back(&self, text: &str) -> bool {
        if self.kept_back.is_empty() {
            return false;
        }
        let plain = plain_name(text);
        self.kept_back.iter().any(|sentence| plain.contains(sentence.as_str()))
    }

    /// The text without names, addresses and numbers of people.
    pub fn veil(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (word, instead) in &self.words {
            if text.contains(word.as_str()) {
                text = text.replace(word.as_str(), instead);
            }
        }
        without_numbers(&text)
    }

    /// The same, without the sentences that tell of allowances, illness or
    /// disability, and without those that are never published.
    pub fn publishable(&self, text: &str) -> String {
        self.veil(&self.without_what_is_kept_back(text)).trim().to_owned()
    }

    /// A text without the sentences that never enter a bulletin; names stay.
    pub fn without_what_is_kept_back(&self, text: &str) -> String {
        let kept =
            |sentence: &&str| sensitive_word(sentence).is_none() && !self.tells_what_is_kept_back(sentence);
        let lines = text.lines().map(|line| sentences(line).filter(kept).collect::<String>());
        // What was told in one sentence may have been written in several.
        let lines: Vec<String> = lines.filter(|line| !self.tells_what_is_kept_back(line)).collect();
        let text = lines.join("\n");
        if self.tells_what_is_kept_back(&text) { String::new() } else { text.trim().to_owned() }
    }

    /// The first name or address in a text.
    pub fn found_in(&self, text: &str) -> Option<&str> {
        self.words.iter().map(|(word, _)| word.as_str()).find(|word| text.contains(word))
    }
}

/// The word that keeps a text out of a bulletin.
pub fn sensitive_word(text: &str) -> Option<&'static str> {
    let Sensitive { words, except } = &*SENSITIVE;
    let tells = |text: &str| words.iter().map(String::as_str).find(|word| text.contains(word));
    let found = tells(text)?;
    // Most texts with such a word have no phrase that is an exception.
    if !except.iter().any(|phrase| text.contains(phrase.as_str())) {
        return Some(found);
    }
    let plain = except.iter().fold(text.to_owned(), |text, phrase| text.replace(phrase.as_str(), "\n"));
    tells(&plain)
}

/// A name as it is published: `张某某`.
pub fn veiled(name: &str) -> String {
    let surname = COMPOUND.into_iter().find(|compound| name.starts_with(compound)).map(str::to_owned);
    let surname = surname.unwrap_or_else(|| name.chars().take(1).collect());
    format!("{surname}某某")
}

fn sentences(line: &str) -> impl Iterator<Item = &str> {
    line.split_inclusive(['。', '；', '！', '？', ';'])
}

fn without_numbers(text: &str) -> String {
    let mut text = text.to_owned();
    for place in identity::mobiles_in(&text).into_iter().rev() {
        text.replace_range(place, "（号码略）");
    }
    let is_digit = |c: char| calendar::half_width(c).is_ascii_digit();
    let mut told = String::with_capacity(text.len());
    let mut run = String::new();
    for c in text.chars().chain(std::iter::once('\n')) {
        if is_digit(c) || (!run.is_empty() && matches!(c, '-' | 'X' | 'x' | '*')) {
            run.push(c);
            continue;
        }
        if run.chars().filter(|c| is_digit(*c)).count() >= TELLING_DIGITS && !is_day(&run) {
            told.push_str("（号码略）");
        } else {
            told.push_str(&run);
        }
        run.clear();
        told.push(c);
    }
    told.pop();
    told
}

/// Whether digits are a day, as `2026-11-22`.
fn is_day(run: &str) -> bool {
    run.parse::<jiff::civil::Date>().is_ok() && run.contains('-')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn known() -> Known {
        Known::new(
            ["王桂兰", "欧阳春华", "王桂"].into_iter(),
            [("幸福路5号", "三组"), ("幸福路5号2单元", "三组")].into_iter(),
        )
    }

    // Shows I5.
    #[test]
    fn names_addresses_and_numbers_are_veiled() {
        for (text, told) in [
            ("王桂兰说路灯不亮", "王某某说路灯不亮"),
            ("电话139 1111 2222，138****1111", "电话（号码略），（号码略）"),
            ("欧阳春华想学电工", "欧阳某某想学电工"),
            ("幸福路5号2单元漏水", "三组某户漏水"),
            ("电话13812342210，11月22日来过", "电话（号码略），11月22日来过"),
            ("2026-11-22 到账 12000 元", "2026-11-22 到账 12000 元"),
            ("证号99010119900101001X。", "证号（号码略）。"),
            ("电话１３８１２３４２２１０", "电话（号码略）"),
        ] {
            assert_eq!(known().veil(text), told);
        }
    }

    // Shows I5.
    #[test]
    fn allowances_illness_and_disability_never_enter_a_bulletin() {
        let text = "路灯修好了。王桂兰是低保户，要送米油。\n3组某户住院；水管已换。";
        assert_eq!(known().publishable(text), "路灯修好了。\n水管已换。");
        assert_eq!(sensitive_word("申请残疾证"), Some("残疾"));
        assert_eq!(sensitive_word("防治病虫害"), None);
        for (text, word) in [
            ("精神分裂的住户砸门", "精神分裂"),
            ("孩子自闭症上学难", "自闭"),
            ("想申请临时救助", "临时救助"),
            ("糖尿病老人买药难", "糖尿"),
            ("中风后偏瘫", "中风"),
            ("毛病出在病人身上", "病人"),
            ("两口子闹离婚", "离婚"),
            ("刑满回来找工作", "刑满"),
            ("欠了网贷", "网贷"),
            ("感染 HIV", "HIV"),
        ] {
            assert_eq!(sensitive_word(text), Some(word), "{text}");
        }
        for text in ["排查中风险隐患", "残枝清运", "老毛病修好了", "开展禁毒宣传", "救助站旁的路灯"]
        {
            assert_eq!(sensitive_word(text), None, "{text}");
        }
        assert!(SENSITIVE.words.len() > 100, "the list is read");
    }

    // Shows I5.
    #[test]
    fn what_people_write_of_illness_aid_and_the_like_is_known_and_what_they_write_of_matters_is_not() {
        for text in [
            "陪孕妇产检",
            "产检没人陪",
            "怀孕五个月的住户",
            "给老人打胰岛素",
            "血糖高的老人",
            "血压偏高",
            "肾炎复发",
            "确诊以后不出门",
            "白内障做了",
            "腰椎不好",
            "老人失眠",
            "每天吃药",
            "降压药断了",
            "医药费太高",
            "需要呼吸机",
            "家里有聋哑儿子",
            "拄拐杖的老人",
            "孩子发育迟缓",
            "有幻听",
            "说要跳楼",
            "领救济金的老人换窗",
            "吃救济",
            "救助对象名单",
            "领补助的三户",
            "补助对象公示",
            "享受生活补助",
            "建档立卡那家",
            "孤寡老人",
            "留守儿童两名",
            "工伤没赔",
            "出狱回来",
            "以前坐过牢，有案底",
            "帮教对象",
            "好赌成性",
            "酒精依赖",
            "被猥亵",
            "核酸阳性",
        ] {
            assert!(sensitive_word(text).is_some(), "{text}");
        }
        for text in [
            "医保窗口排队长",
            "小区没有药店",
            "公共卫生间堵了",
            "卫生间漏水",
            "无障碍坡道",
            "残疾人车位被占",
            "果树打药时间",
            "农药瓶回收",
            "路面隔离栏倒了",
            "安全生产检查",
            "水产检疫",
            "投产后噪声大",
            "人流量大的路口",
            "移植行道树",
            "告知救济途径",
            "找准症结",
            "孕育希望",
            "开展义诊，免费量血压",
            "暴雨后交通瘫痪",
            "流浪狗狂犬病疫苗",
            "救助站旁的路灯",
            "拆迁补偿款公示",
            "水管支架松了",
            "阳台漏雨",
            "禁毒宣传",
            "社区康复站开放时间",
            "请了律师讲法律救济",
            "目前科室已接通",
            "农药费用公开",
            "施工伤了树根",
            "面临产业转型",
            "物流产业园噪声",
            "减轻生活负担",
            "突破产能限制",
            "方案底稿",
            "勤劳教育",
            "正在逃生演练",
            "走出院子看看",
            "改造口袋公园",
            "黄斑马线褪色",
            "穿插管理",
            "理顺产权",
            "流浪猫绝育",
        ] {
            assert_eq!(sensitive_word(text), None, "{text}");
        }
    }

    // Shows I5.
    #[test]
    fn what_people_say_every_day_of_dying_illness_disability_and_want_is_known() {
        for text in [
            "临终",
            "老人弥留之际要见儿子",
            "在家咽气",
            "帮着料理后事",
            "老伴去年过世",
            "孩子打吊瓶没人陪",
            "在诊所挂水",
            "刚开过刀",
            "心里装支架那位",
            "抓药要到镇上",
            "住进ICU",
            "肺上有结节",
            "夜里发烧",
            "头晕站不稳",
            "腰疼干不了活",
            "身体不好",
            "下不了床",
            "他腿瘸",
            "跛着走",
            "腿脚不便，要上门",
            "行动不便的老人",
            "拄拐下楼",
            "视力不好",
            "视力很差的奶奶",
            "眼睛看不清",
            "耳朵背，广播听不清",
            "说话结巴",
            "家里有个傻儿子",
            "记性不好走丢过",
            "脑子不清楚",
            "说不想活了",
            "前年喝药",
            "家里穷",
            "揭不开锅",
            "靠捡破烂过日子",
            "脱贫户三家",
            "孩子上不起学",
        ] {
            assert!(sensitive_word(text).is_some(), "{text}");
        }
        for text in [
            "学校组织视力筛查",
            "视力检查活动",
            "保护视力讲座",
            "燃气断气三天",
            "路灯快不行了",
            "去医院的公交改道",
            "救护车进不来，消防通道被占",
            "广播听不见",
            "悬挂水管松了",
            "打针对性强的仗",
            "失去世界杯直播信号",
            "团结节约办事",
            "停药店门口的车",
            "志愿者捡垃圾",
            "生活困难类 3 件",
            "社区医院门口路面",
            "抽风机坏了",
            "令人头痛的停车",
            "一口吃不成胖子",
            "小产权房登记",
            "要饭店装油烟净化",
            "流浪狗进小区",
            "防滑防摔伤提示牌",
            "出行不便",
            "看不见路牌",
            "支部换届",
            "安全检查报告",
            "判断指标",
            "零就业家庭招聘会",
            "慰问老党员",
            "给水泵停机检修",
        ] {
            assert_eq!(sensitive_word(text), None, "{text}");
        }
    }

    // Shows D10.
    #[test]
    fn what_a_household_told_of_its_income_is_published_in_no_punctuation() {
        let told = ["今年种了三亩大棚，多卖八千元。", "好。", ""];
        let known = known().keeping_back(told.into_iter());
        for text in [
            "路灯修好了。今年种了三亩大棚，多卖八千元。",
            "路灯修好了。某户今年种了三亩大棚 多卖８千元；今年种了三亩大棚多卖八千元！",
            "路灯修好了。\n今年种了三亩大棚。多卖八千元",
        ] {
            assert!(known.tells_what_is_kept_back(text), "{text}");
            let published = known.publishable(text);
            assert!(!known.tells_what_is_kept_back(&published), "{published}");
        }
        assert_eq!(known.publishable("路灯修好了。今年种了三亩大棚，多卖八千元。"), "路灯修好了。");
        assert_eq!(known.publishable("工作做得好。大棚三亩"), "工作做得好。大棚三亩");
        // Over two lines it is in neither of them and in both together.
        assert_eq!(known.publishable("路灯修好了。\n今年种了三亩大棚\n多卖八千元"), "");
    }

    proptest! {
        #[test]
        fn no_known_name_is_left(text in "[王桂兰阳欧春华0-9幸福路号。低保]{0,24}") {
            let told = known().publishable(&text);
            prop_assert!(known().found_in(&told).is_none(), "{told}");
            prop_assert!(sensitive_word(&told).is_none());
        }
    }
}
