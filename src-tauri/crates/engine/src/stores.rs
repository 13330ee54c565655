//! The opened ends of a plan. Sources are open for reading for as long as this lives; the target is only looked at,
//! until a run opens it for writing.

use drydock_connector::{Address, Connector, Fault, FaultKind, Source};
use drydock_model::Catalog;
use std::collections::BTreeMap;
use std::sync::Arc;

pub struct Stores {
    /// By the source's name in the plan.
    pub sources: BTreeMap<String, SourceEnd>,
    pub target: TargetEnd,
}

pub struct SourceEnd {
    pub connector: Arc<dyn Connector>,
    pub address: Address,
    pub source: Arc<dyn Source>,
    pub catalog: Catalog,
    pub mark: String,
}

pub struct TargetEnd {
    pub connector: Arc<dyn Connector>,
    pub address: Address,
    /// As it is now; empty where it is not there yet.
    pub catalog: Catalog,
    /// None where it is not there yet.
    pub mark: Option<String>,
}

impl Stores {
    pub async fn open(
        sources: Vec<(String, Arc<dyn Connector>, Address)>,
        target: (Arc<dyn Connector>, Address),
    ) -> Result<Stores, Fault> {
        let mut opened = BTreeMap::new();
        for (name, connector, address) in sources {
            opened.insert(name, SourceEnd::open(connector, address).await?);
        }
        let (connector, address) = target;
        Ok(Stores {
            sources: opened,
            target: TargetEnd::look(connector, address).await?,
        })
    }
}

impl SourceEnd {
    pub async fn open(connector: Arc<dyn Connector>, address: Address) -> Result<SourceEnd, Fault> {
        let source: Arc<dyn Source> = Arc::from(connector.open_source(&address).await?);
        let mark = source.mark().await?;
        let catalog = source.catalog().await?;
        Ok(SourceEnd {
            connector,
            address,
            source,
            catalog,
            mark,
        })
    }
}

impl TargetEnd {
    /// Reads the target without making it: a rehearsal leaves no trace there.
    pub async fn look(connector: Arc<dyn Connector>, address: Address) -> Result<TargetEnd, Fault> {
        let mark = match connector.rewind() {
            Some(rewind) => rewind.mark(&address).await?,
            None => None,
        };
        let nothing = Catalog {
            kind: connector.profile().id,
            ..Catalog::default()
        };
        let catalog = if mark.is_some() || connector.rewind().is_none() {
            match connector.open_source(&address).await {
                Ok(source) => source.catalog().await?,
                // No source, but a fine target: what a person made for it, or a run that was killed right after its start.
                Err(fault) if fault.kind == FaultKind::EmptyFile => nothing,
                Err(fault) => return Err(fault),
            }
        } else {
            nothing
        };
        Ok(TargetEnd {
            connector,
            address,
            catalog,
            mark,
        })
    }
}
