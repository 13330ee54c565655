//! What an address or a file of settings said, ready to be looked over. Nothing is saved by it.

use super::Connections;
use super::env_find;
use super::form;
use super::read::{Read, read};
use super::spelling::Spelling;
use crate::error::{Result, StudioError};
use crate::look::for_people;
use crate::studio::Studio;
use crate::views::{
    ConnectionDraft, EnvFile, EnvFind, FilePurpose, KeptFile, ServerForm, ServerKind,
};
use drydock_connector::Server;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Files of settings are short; a longer one is something else.
const MOST: u64 = 1 << 20;

impl Studio {
    pub fn connection_kinds(&self) -> Vec<ServerKind> {
        let profiles = self.kinds().profiles().into_iter();
        profiles
            .filter_map(|profile| {
                let spelling = Spelling::of(&profile.id)?;
                Some(ServerKind {
                    kind: profile.id,
                    name: profile.name,
                    port: spelling.port,
                    user: spelling.user.into(),
                    schema: spelling.schema.map(str::to_owned),
                    address_form: profile.address_form,
                })
            })
            .collect()
    }

    /// The text itself is not kept, and no problem repeats it.
    pub fn connection_read_address(&self, text: &str) -> Result<ConnectionDraft> {
        let read = read(text, None).map_err(|why| StudioError::NotAnAddress(why.to_string()))?;
        self.draft(&Connections::load(self.home())?, read)
    }

    pub async fn connection_read_env(&self, path: PathBuf) -> Result<EnvFile> {
        let from = path.clone();
        let text = tokio::task::spawn_blocking(move || text_of(&from))
            .await
            .map_err(|e| StudioError::Lost(e.to_string()))??;
        let finds = env_find::find(&text, path.parent().unwrap_or(Path::new("/")));
        let saved = Connections::load(self.home())?;
        let mut found = Vec::new();
        let mut names = Vec::new();
        for find in finds.found {
            let mut draft = self.draft(&saved, find.read)?;
            // Each its own, also among themselves.
            draft.name = crate::words::unused(&draft.name, |n| names.iter().any(|name| name == n));
            names.push(draft.name.clone());
            found.push(EnvFind {
                variables: find.variables,
                draft,
            });
        }
        Ok(EnvFile {
            place: for_people(&path),
            found,
            unusable: finds.unusable,
        })
    }

    pub fn connection_keep_file(&self, path: PathBuf) -> KeptFile {
        self.kept().keep_path(path)
    }

    pub fn is_kept_in_a_folder(&self, kind: &str, purpose: FilePurpose) -> Result<bool> {
        let spelling =
            Spelling::of(kind).ok_or_else(|| StudioError::UnknownKind(kind.to_owned()))?;
        Ok(purpose == FilePurpose::Socket && spelling.socket_is_folder)
    }

    fn draft(&self, saved: &Connections, read: Read) -> Result<ConnectionDraft> {
        let Read {
            address,
            secret,
            left_out,
        } = read;
        let form = form::form(&address, self.kept()).unwrap_or_else(|| ServerForm {
            kind: address.kind.clone(),
            ..ServerForm::default()
        });
        let host = || {
            let host = Server::of(&address).map(|s| s.host).unwrap_or_default();
            host.split('.').next().unwrap_or_default().to_owned()
        };
        let wanted = match form.database.is_empty() {
            true => host(),
            false => form.database.clone(),
        };
        Ok(ConnectionDraft {
            form,
            password: secret.map(|secret| self.kept().keep_password(secret)),
            left_out,
            environment: saved.environment(&address),
            name: saved.free_name(&wanted),
            known_as: saved.name_of(&address),
        })
    }
}

fn text_of(path: &Path) -> Result<String> {
    let file = File::open(path).map_err(|e| StudioError::reading(path, e))?;
    let mut bytes = Vec::new();
    file.take(MOST + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| StudioError::reading(path, e))?;
    let text = String::from_utf8(bytes).ok();
    let text = text.filter(|text| text.len() as u64 <= MOST && !text.contains('\0'));
    text.ok_or_else(|| StudioError::NotSettings(path.to_owned()).into())
}
