//! A page that a command writes: its lines where no file is named, a file otherwise.

use std::path::{Path, PathBuf};

use serde_json::{Value as Json, json};

use super::{
    face::Face,
    failure::{Answer, DONE, FAILED, Failure, USAGE},
};
use crate::{
    domain::wording::Lang,
    exchange::paper::{Format, Paper},
    say,
    workbench::keeping,
};

/// The format of a file that is to be written; refuses one that is there already.
pub(super) fn wanted(file: Option<&PathBuf>) -> Result<Option<(&Path, Format)>, Failure> {
    let Some(file) = file else { return Ok(None) };
    let Some(format) = Format::of_path(file) else {
        return Err(Failure::new(
            USAGE,
            format!("{}：后缀写成 .txt 或 .docx", file.display()),
            format!("{}: name it .txt or .docx", file.display()),
        ));
    };
    if file.exists() {
        return Err(keeping::exists_already(file).into());
    }
    Ok(Some((file, format)))
}

/// Writes the page, or shows it.
pub(super) fn answer(face: &Face, paper: &Paper, to: Option<(&Path, Format)>, mut facts: Json) -> Answer {
    let lines = paper.lines();
    let Some((file, format)) = to else {
        if let Some(map) = facts.as_object_mut() {
            map.insert("lines".to_owned(), json!(lines));
        }
        face.answer(&facts, lines.join("\n"))?;
        return Ok(DONE);
    };
    paper
        .write(file, format)
        .map_err(|error| Failure::new(FAILED, error.sentence(true), error.sentence(false)))?;
    let path = file.display().to_string();
    if let Some(map) = facts.as_object_mut() {
        map.insert("file".to_owned(), json!(path));
    }
    if format == Format::Docx {
        let told = "字体用“仿宋_GB2312”“方正小标宋简体”；电脑上没有时会换成宋体";
        face.note(match face.lang {
            Lang::Zh => told,
            Lang::En => "set in FangSong_GB2312 and FZXiaoBiaoSong; where they are missing, SimSun stands in",
        });
    }
    face.answer(&facts, say!(face.lang, "已写到 {path}", "written to {path}"))?;
    Ok(DONE)
}
