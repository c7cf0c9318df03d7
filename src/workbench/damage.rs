//! In what a bundle is damaged or forged, in the language of the user.

use crate::domain::wording::Lang;

/// The reasons by their English text.
const REASONS: &[(&str, &str)] = &[
    ("a commit", "一次改动接不上前一次"),
    ("a commit is too large for a bundle", "有一次改动太大，放不进同步包"),
    ("a commit outside of the ranges", "有一次改动不在所说的范围里"),
    ("a commit's range", "有一次改动不知属于哪台电脑"),
    ("a frame", "有一段内容读不懂"),
    ("a frame's length", "有一段内容的长度不对"),
    ("a range", "一台电脑的起止次数不对"),
    ("a second head", "开头出现了两次"),
    ("fewer commits than the ranges say", "改动比所说的少"),
    ("more was erased than can be", "被抹去的内容多得不正常"),
    ("more commits than the range says", "改动比所说的多"),
    ("something follows the end", "末尾后面还有多余的内容"),
    ("the beginning of a chain", "一台电脑的第一次改动不对"),
    ("the digest at the end", "末尾的校验值不对"),
    ("the file has changed", "读的时候文件变了"),
    ("the file ends too early", "文件不到头就断了"),
    ("the first frame", "加密部分的开头不对"),
    ("the group's keys", "工作组的钥匙读不出"),
    ("the header", "开头读不懂"),
    ("the header's checksum", "开头的校验值不对"),
    ("the header's length", "开头的长度不对"),
    ("the journal", "写入日志没有成功"),
    ("the packed part", "压缩部分解不开"),
    ("the part in clear is not the one that was sealed", "明文部分和加密时的不一样"),
    ("the passphrase asks for too much work", "口令的计算量大得不正常"),
    ("the ranges", "各台电脑的起止次数不对"),
    ("the sealed header", "加密部分的开头不对"),
    ("the sealed header is too long", "加密部分的开头太长"),
    ("the sealed header's code", "加密部分开头的校验值不对"),
    ("the sealed part ends too early", "加密部分不到头就断了"),
    ("the sealed part is damaged or ends too early", "加密部分有损坏，或不到头就断了"),
    ("the sealed part's version", "加密部分的格式不认得"),
    ("the sender's signature", "发出者的签名不对"),
    ("the signature", "签名不对"),
    ("what was erased of a commit", "一次改动里被抹去的内容对不上"),
    ("what a commit has seen", "一次改动所依据的内容对不上"),
    ("what the sender has", "发出者已有的内容写得不对"),
];

/// A reason; one that is not known stays as it is.
pub(super) fn told(what: &str, lang: Lang) -> &str {
    let chinese = || REASONS.iter().find(|(known, _)| *known == what).map(|(_, reason)| *reason);
    match lang {
        Lang::Zh => chinese().unwrap_or(what),
        Lang::En => what,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_that_is_given_has_its_chinese_wording() {
        let sources = [
            include_str!("../bundle/format.rs"),
            include_str!("../bundle/read.rs"),
            include_str!("../bundle/seal.rs"),
            include_str!("../bundle/seal/head.rs"),
            include_str!("../bundle/verify.rs"),
            include_str!("../bundle/write.rs"),
            include_str!("peers.rs"),
            include_str!("sync.rs"),
        ];
        let mut given = Vec::new();
        for source in sources {
            for mark in ["Damaged(\"", "forged(\"", "Forged { what: \""] {
                let behind = source.split(mark).skip(1);
                given.extend(behind.filter_map(|rest| rest.split_once('"')).map(|(what, _)| what));
            }
        }
        assert!(given.len() > 30, "{given:?}");
        for what in given {
            assert!(told(what, Lang::Zh) != what, "{what}");
            assert_eq!(told(what, Lang::En), what);
        }
        assert_eq!(told("of tomorrow", Lang::Zh), "of tomorrow");
    }
}
