//! What every command has at hand: language, clock, the workspace, the two outputs.

use std::{
    env, fmt,
    io::{self, IsTerminal, Write},
    path::{Path, PathBuf},
};

use etcetera::BaseStrategy;
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::{
    arguments::{ColorWhen, Global},
    failure::{FAILED, Failure, SEALED},
    passphrase::{self, Source},
    progress::Bar,
};
use crate::{
    domain::wording::{Lang, counted},
    say, tui,
    workbench::{
        Error, Opening, Workbench,
        clock::Clock,
        keeping,
        passphrase::{is_refused, weakness},
    },
};

/// The file that tells a demonstration from a workspace in earnest.
pub(super) const DEMO_MARK: &str = "demo";

/// The workspace below a folder of the user's; where there is none, but one below the folder
/// that held it in earlier versions, that one.
fn usual_home(own: &Path, before: &Path) -> PathBuf {
    let [own, before] = [own, before].map(|folder| folder.join("minqing"));
    if !keeping::is_workspace(&own) && keeping::is_workspace(&before) { before } else { own }
}

/// The surroundings of a command.
#[derive(Debug, Clone)]
pub(super) struct Face {
    /// The language of messages.
    pub(super) lang: Lang,
    /// The language that was asked for, where one was.
    pub(super) asked_lang: Option<Lang>,
    /// Whether one JSON document is wanted.
    pub(super) json: bool,
    /// Where "now" comes from.
    pub(super) clock: Clock,
    /// The workspace, where one was named.
    pub(super) named_home: Option<PathBuf>,
    passphrase: Source,
    told: Source,
    color: bool,
    terminal: bool,
}

impl Face {
    /// Reads the surroundings.
    pub(super) fn new(global: &Global) -> Self {
        let color = match global.color {
            ColorWhen::Always => true,
            ColorWhen::Never => false,
            ColorWhen::Auto => {
                io::stdout().is_terminal()
                    && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && env::var_os("TERM").is_none_or(|term| term != "dumb")
                    && tui::understands_styles()
            }
        };
        Self {
            lang: global.lang.unwrap_or_else(lang_of_surroundings),
            asked_lang: global.lang,
            json: global.json,
            clock: global.now.map_or(Clock::System, Clock::Fixed),
            named_home: global.home.clone(),
            passphrase: Source::new("MINQING_PASSPHRASE", global.passphrase_file.clone()),
            told: Source::new("MINQING_INVITE_PASSPHRASE", global.invite_passphrase_file.clone()),
            color,
            terminal: io::stdin().is_terminal() && io::stdout().is_terminal(),
        }
    }

    /// The same in a language that was asked for.
    pub(super) fn speaking(&self, lang: Lang) -> Self {
        Self { lang, asked_lang: Some(lang), ..self.clone() }
    }

    /// The workspace's folder: the one named, or the platform's.
    pub(super) fn home(&self) -> Result<PathBuf, Failure> {
        if let Some(home) = &self.named_home {
            return Ok(home.clone());
        }
        let strategy = etcetera::base_strategy::choose_native_strategy().map_err(|error| {
            Failure::new(
                FAILED,
                format!("找不到用户文件夹（{error}）；请用 --home 指明台账放在哪里"),
                format!("no home folder ({error}); say where the workspace is with --home"),
            )
        })?;
        let before = strategy.data_dir();
        // A workspace is large, and is to roam with nobody's profile.
        let local = if cfg!(windows) { strategy.cache_dir() } else { before.clone() };
        Ok(usual_home(&local, &before))
    }

    /// Whether there is a workspace to ask.
    pub(super) fn has_workspace(&self) -> bool {
        self.home().is_ok_and(|home| keeping::is_workspace(&home))
    }

    /// The passphrase of the workspace: given, known of a demonstration, or asked.
    pub(super) fn passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        match self.known_passphrase()? {
            Some(known) => Ok(known),
            None => self.ask_passphrase(),
        }
    }

    /// The passphrase of the workspace, where it was given or is that of a demonstration.
    fn known_passphrase(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        if let Some(given) = self.passphrase.given()? {
            return Ok(Some(given));
        }
        let mark = std::fs::read_to_string(self.home()?.join(DEMO_MARK)).unwrap_or_default();
        let known = mark.trim() == passphrase::OF_DEMONSTRATION;
        Ok(known.then(|| Zeroizing::new(mark.trim().to_owned())))
    }

    /// Whether the word of a demonstration still opens it.
    fn opens(&self, word: &str) -> bool {
        !self.home().is_ok_and(|home| is_refused(&home, word))
    }

    fn ask_passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        self.passphrase.asked(self.lang.pick("口令：", "Passphrase: "))
    }

    /// The passphrase of a workspace, where it was given and need not be asked.
    pub(super) fn given_passphrase(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        self.passphrase.given()
    }

    /// A passphrase for a new workspace: given, or asked twice; a weak one is warned of.
    pub(super) fn new_passphrase(&self) -> Result<Zeroizing<String>, Failure> {
        let prompt = self.lang.pick("给台账定一个口令：", "Choose a passphrase: ");
        let chosen = match self.passphrase.given()? {
            Some(given) => given,
            None => self.passphrase.chosen(self.lang, prompt)?,
        };
        if let Some(warning) = weakness(&chosen, self.lang) {
            self.note(warning);
        }
        Ok(chosen)
    }

    /// A passphrase for an invitation; a weak one is warned of.
    pub(super) fn new_told(&self) -> Result<Zeroizing<String>, Failure> {
        let told = self.told_or_asked()?;
        if let Some(warning) = passphrase::told_weakness(&told, self.lang) {
            self.note(warning);
        }
        Ok(told)
    }

    /// The passphrase of an invitation or sealed bundle, where it was given.
    pub(super) fn told(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        self.told.given()
    }

    /// The passphrase of an invitation or sealed bundle: given, or asked.
    pub(super) fn told_or_asked(&self) -> Result<Zeroizing<String>, Failure> {
        match self.told.given()? {
            Some(given) => Ok(given),
            None => self.told.asked(self.lang.pick("邀请口令：", "Invitation passphrase: ")),
        }
    }

    /// A bar for long work.
    pub(super) fn bar(&self, zh: &'static str, en: &'static str) -> Bar {
        Bar::new(self.lang.pick(zh, en), self.lang, self.json)
    }

    /// Opens the workspace.
    pub(super) fn open(&self) -> Result<Workbench, Failure> {
        self.open_by(|home, passphrase| {
            let bar = self.bar("打开台账", "opening the workspace");
            Workbench::open(home, passphrase, self.clock, &mut |progress| bar.hear(progress))
        })
    }

    /// Opens the workspace by what opens one, with each passphrase that is tried.
    pub(super) fn open_by(
        &self,
        open: impl Fn(&Path, &str) -> Result<(Workbench, Opening), Error>,
    ) -> Result<Workbench, Failure> {
        let home = self.home()?;
        // Whoever has no workspace is not asked for its passphrase.
        if !keeping::is_workspace(&home) {
            return Err(keeping::no_workspace(&home).into());
        }
        let open = |passphrase: &str| open(&home, passphrase);
        let again = || self.note(self.lang.pick("口令不对，请再试一次", "wrong passphrase, try again"));
        // Whoever changed the passphrase of a demonstration is asked for it.
        let given = self.passphrase.given()?.is_some();
        let known = self.known_passphrase()?.filter(|known| given || self.opens(known));
        let (bench, opening) =
            passphrase::in_tries(known, || self.ask_passphrase(), open, Error::is_wrong_passphrase, again)?;
        if keeping::was_eventful(&opening) {
            self.note(eventful(&opening, self.lang));
        }
        if let Some(owed) = bench.owes() {
            self.note(owed.get(self.lang));
        }
        Ok(bench)
    }

    /// Opens the workspace where there is one and nobody has to be asked for its passphrase.
    pub(super) fn open_unasked(&self) -> Result<Option<Workbench>, Failure> {
        let home = self.home()?;
        if !keeping::is_workspace(&home) {
            return Ok(None);
        }
        let Some(known) = self.known_passphrase()? else {
            return Err(Failure::new(SEALED, "没有给出口令", "no passphrase was given"));
        };
        Ok(Some(Workbench::open(&home, &known, self.clock, &mut |_progress| {})?.0))
    }

    /// Opens the workspace, works in it, and closes it whatever came of it.
    pub(super) fn at_work<T>(
        &self,
        work: impl FnOnce(&mut Workbench) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        closing_in(self.lang, self.open()?, work)
    }

    /// Writes to standard output.
    #[expect(clippy::unused_self, reason = "the outputs are the face's, and its alone")]
    pub(super) fn out(&self, text: impl fmt::Display) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        writeln!(out, "{text}").and_then(|()| out.flush()).map_err(|error| unwritten(&error))
    }

    /// Writes bytes to standard output.
    #[expect(clippy::unused_self, reason = "the outputs are the face's, and its alone")]
    pub(super) fn raw(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(bytes).and_then(|()| out.flush()).map_err(|error| unwritten(&error))
    }

    /// Writes the one document of `--json`.
    pub(super) fn document(&self, document: &Json) -> Result<(), Failure> {
        self.out(document)
    }

    /// Answers with the document, or with the text that people read.
    pub(super) fn answer(&self, document: &Json, text: impl fmt::Display) -> Result<(), Failure> {
        if self.json { self.document(document) } else { self.out(text) }
    }

    /// Says something beside the answer.
    #[expect(clippy::unused_self, reason = "the outputs are the face's, and its alone")]
    pub(super) fn note(&self, text: impl fmt::Display) {
        note(text);
    }

    /// Whether colours are used.
    pub(super) fn is_colored(&self) -> bool {
        self.color
    }

    /// Whether somebody sits at a terminal.
    pub(super) fn at_terminal(&self) -> bool {
        self.terminal
    }
}

/// Says something on standard error.
pub(super) fn note(text: impl fmt::Display) {
    // Nobody to hear it is no reason to fail.
    let _ = writeln!(io::stderr().lock(), "minqing: {text}");
}

/// Works in a workspace and closes it whatever came of it.
pub(super) fn closing<T>(
    bench: Workbench,
    work: impl FnOnce(&mut Workbench) -> Result<T, Failure>,
) -> Result<T, Failure> {
    closing_in(lang_of_surroundings(), bench, work)
}

/// The same, with a warning in `lang` where no backup could be made: what was
/// asked for is done and kept all the same.
fn closing_in<T>(
    lang: Lang,
    mut bench: Workbench,
    work: impl FnOnce(&mut Workbench) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let answer = work(&mut bench);
    if let Some(why) = bench.finish() {
        no_backup(lang, &why);
    }
    answer
}

/// Says that no automatic backup could be made.
pub(super) fn no_backup(lang: Lang, why: &Error) {
    let why = why.sentence(lang);
    // Nobody to hear it is no reason to fail.
    let _ = writeln!(
        io::stderr().lock(),
        "minqing: {}",
        say!(
            lang,
            "内容都已保存，但自动备份没有做成：{why}",
            "the work is kept, but no automatic backup could be made: {why}"
        )
    );
}

fn unwritten(error: &io::Error) -> Failure {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return Failure::unheard();
    }
    Failure::of_system(FAILED, "写不出结果", "cannot write the answer", error)
}

/// The sentence about what opening had to do.
fn eventful(opening: &Opening, lang: Lang) -> String {
    if opening.incomplete {
        return lang
            .pick(
                "日志和备份合起来仍缺一段，有内容丢失；请让同事导出全部内容的同步包（minqing bundle export --full）并导入，再运行 minqing doctor",
                "journal and backups together have a hole, something is lost; take in a full bundle of a colleague (minqing bundle export --full), and run: minqing doctor",
            )
            .to_owned();
    }
    let mut told = Vec::new();
    if let Some((_, aside)) = &opening.rebuilt {
        let aside = aside.display();
        told.push(say!(
            lang,
            "数据库打不开，已从备份和日志重建，旧文件放在 {aside}",
            "the database did not open and was rebuilt from backup and journal; the old files are in {aside}"
        ));
    }
    let places = opening.journal_damage;
    if places > 0 {
        let damaged = counted(places, "place", "places");
        told.push(say!(lang, "日志有 {places} 处损坏", "the journal was damaged in {damaged}"));
    }
    if opening.suspect > 0 {
        told.push(
            lang.pick(
                "日志的末尾不完整：上次关机或断电前最后写的内容可能没有了。请核对最后几笔，并导入同事最新的同步包",
                "the end of the journal is damaged: the last thing written before the program or the laptop last stopped may be missing; look at your last entries and take in a colleague's newest bundle",
            )
            .to_owned(),
        );
    }
    if opening.unfilled > 0 {
        told.push(
            lang.pick(
                "损坏处写过的内容可能缺了一些。请导入同事最新的同步包，并运行 minqing doctor",
                "something written there may be missing; take in a colleague's newest bundle, and run: minqing doctor",
            )
            .to_owned(),
        );
    }
    if opening.is_lossless() {
        told.push(lang.pick("已保存的都在", "nothing acknowledged is lost").to_owned());
    }
    told.join(lang.pick("；", "; "))
}

/// Chinese unless the surroundings say English.
pub(super) fn lang_of_surroundings() -> Lang {
    let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    lang_of(set.find(|value| !value.is_empty()).as_deref())
}

fn lang_of(locale: Option<&str>) -> Lang {
    locale.and_then(Lang::from_tag).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workspace_is_local_and_one_of_before_is_found_where_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let [local, roaming] = ["Local", "Roaming"].map(|name| folder.path().join(name));
        let begin = |home: PathBuf| {
            std::fs::create_dir_all(&home).unwrap();
            std::fs::write(home.join("keys"), "").unwrap();
            home
        };
        assert_eq!(usual_home(&local, &roaming), local.join("minqing"));
        let before = begin(roaming.join("minqing"));
        assert_eq!(usual_home(&local, &roaming), before);
        let own = begin(local.join("minqing"));
        assert_eq!(usual_home(&local, &roaming), own);
    }

    #[test]
    fn that_nothing_is_lost_is_said_only_where_it_is_proven() {
        let whole = Opening { journal_damage: 1, ..Opening::default() };
        assert!(eventful(&whole, Lang::En).contains("nothing acknowledged is lost"));
        let rebuilt = Some(("broken".to_owned(), PathBuf::from("aside")));
        for opening in [
            Opening { suspect: 1, rebuilt: rebuilt.clone(), ..Opening::default() },
            Opening { unfilled: 1, ..whole },
            Opening { incomplete: true, rebuilt, ..Opening::default() },
        ] {
            assert!(keeping::was_eventful(&opening));
            let (zh, en) = (eventful(&opening, Lang::Zh), eventful(&opening, Lang::En));
            assert!(!zh.contains("都在") && !en.contains("nothing acknowledged"), "{zh} {en}");
            assert!(zh.contains("同步包") && en.contains("bundle"), "{zh} {en}");
        }
    }

    #[test]
    fn the_language_is_chinese_unless_english_is_asked_for() {
        assert_eq!(lang_of(None), Lang::Zh);
        assert_eq!(lang_of(Some("C")), Lang::Zh);
        assert_eq!(lang_of(Some("zh_CN.UTF-8")), Lang::Zh);
        assert_eq!(lang_of(Some("en_GB.UTF-8")), Lang::En);
    }
}
