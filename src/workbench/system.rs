//! What the operating system says, in the language of the user.

use std::io::{self, ErrorKind};

use crate::domain::wording::Lang;

/// Why reading or writing failed; in Chinese with the system's own words behind it.
pub fn told(error: &io::Error, lang: Lang) -> String {
    let said = error.to_string();
    let said = of_system_alone(&said);
    // Windows' own words for a file that another program holds; they have no kind of their own.
    let is_held = cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33));
    let kind = if is_held { ErrorKind::ResourceBusy } else { error.kind() };
    match (lang, chinese(kind)) {
        (Lang::Zh, Some(reason)) => format!("{reason}（{said}）"),
        (Lang::Zh, None) | (Lang::En, _) => said.to_owned(),
    }
}

/// Without the name of a temporary file, which nobody has given: the sentence
/// around it names the file that was to be written.
fn of_system_alone(text: &str) -> &str {
    match text.rsplit_once(" at path \"") {
        Some((said, path)) if path.ends_with('"') => said,
        Some(_) | None => text,
    }
}

/// The same for words of the system that only their text is left of; others stay as they are.
pub fn retold(text: &str, lang: Lang) -> String {
    let text = of_system_alone(text);
    let code = text.rsplit_once("(os error ").and_then(|(_, code)| code.strip_suffix(')')?.parse().ok());
    code.map_or_else(|| text.to_owned(), |code| told(&io::Error::from_raw_os_error(code), lang))
}

/// The common reasons, and what to look at.
#[expect(clippy::wildcard_enum_match_arm, reason = "the kinds are the system's, and most are rare")]
fn chinese(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::NotFound => Some("没有这个文件或文件夹，请核对路径"),
        ErrorKind::PermissionDenied => Some("没有权限，请换一个位置，或检查文件的权限"),
        ErrorKind::AlreadyExists => Some("已经有了，请换一个名字"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("磁盘满了，请腾出空间再试"),
        ErrorKind::FileTooLarge => Some("文件太大，这个磁盘放不下这么大的文件"),
        ErrorKind::IsADirectory => Some("这是文件夹，要的是文件"),
        ErrorKind::NotADirectory => Some("路径中间有一段不是文件夹，请核对路径"),
        ErrorKind::ReadOnlyFilesystem => Some("磁盘是只读的，请检查 U 盘的写保护开关，或换一个位置"),
        ErrorKind::InvalidFilename => Some("文件名太长，或有不能用的字"),
        ErrorKind::ResourceBusy => Some("正被别的程序占用，请先关掉它"),
        ErrorKind::TimedOut => Some("等得太久，没有回应"),
        ErrorKind::UnexpectedEof => Some("文件不完整"),
        ErrorKind::InvalidData => Some("内容不是文字，或已损坏"),
        ErrorKind::OutOfMemory => Some("内存不够，请先关掉别的程序"),
        ErrorKind::Interrupted => Some("被中断了，请再运行一次"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_common_reasons_are_told_in_chinese_with_the_words_of_the_system() {
        let error = io::Error::from(ErrorKind::PermissionDenied);
        assert_eq!(told(&error, Lang::En), error.to_string());
        let chinese = told(&error, Lang::Zh);
        assert!(chinese.starts_with("没有权限") && chinese.contains(&error.to_string()));
        assert_eq!(told(&io::Error::other("odd"), Lang::Zh), "odd");
        let absent = std::fs::read("no-such-file").unwrap_err();
        assert_eq!(retold(&absent.to_string(), Lang::Zh), told(&absent, Lang::Zh));
        assert!(retold(&absent.to_string(), Lang::Zh).starts_with("没有这个文件"));
        let temporary = tempfile::tempfile_in("no-such-folder").unwrap_err();
        let temporary_named = tempfile::NamedTempFile::new_in("no-such-folder").unwrap_err();
        for error in [temporary, temporary_named] {
            let told = told(&error, Lang::Zh);
            assert!(told.starts_with("没有这个文件") && !told.contains("no-such-folder"), "{told}");
        }
        assert_eq!(retold("odd (os error x)", Lang::Zh), "odd (os error x)");
    }
}
