package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Names in the tables of {@link FolderSchema}. Safe for use by many threads and nodes: all names of an owner are in one
 * partition, so a renaming is one conditional write, and whose a folder is never changes.
 */
public final class CassandraFolderStore implements FolderStore {
    private static final long KNOWN_OWNERS = 100_000;

    /** Each further try means that another name of the same owner was given in between. */
    private static final int MAX_TRIES = 100;

    private final StoreSession session;
    private final Cache<FolderId, String> owners =
            Caffeine.newBuilder().maximumSize(KNOWN_OWNERS).build();
    private final PreparedStatement insertOwner;
    private final PreparedStatement selectOwner;
    private final PreparedStatement deleteOwner;
    private final PreparedStatement claimName;
    private final PreparedStatement selectName;
    private final PreparedStatement selectNames;
    private final PreparedStatement selectAll;
    private final PreparedStatement changeName;
    private final PreparedStatement deleteName;

    @Inject
    public CassandraFolderStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insertOwner = session.prepare("INSERT INTO folder (folder_id, owner) VALUES (?, ?)");
        selectOwner = session.prepare("SELECT owner FROM folder WHERE folder_id = ?");
        deleteOwner = session.prepare("DELETE FROM folder WHERE folder_id = ?");
        claimName = session.prepareConditional("BEGIN BATCH"
                + " UPDATE folder_by_owner SET names_version = ? WHERE owner = ? IF names_version = ?;"
                + " INSERT INTO folder_by_owner (owner, name, folder_id, uid_validity) VALUES (?, ?, ?, ?)"
                + " IF NOT EXISTS;"
                + " APPLY BATCH");
        selectName = session.prepare(
                "SELECT owner, name, folder_id, uid_validity FROM folder_by_owner WHERE owner = ? AND name = ?");
        selectNames = session.prepare(
                "SELECT owner, name, folder_id, uid_validity, names_version FROM folder_by_owner WHERE owner = ?");
        selectAll = session.prepare("SELECT owner, name, folder_id, uid_validity FROM folder_by_owner");
        changeName = session.prepareConditional("BEGIN BATCH"
                + " UPDATE folder_by_owner SET names_version = ? WHERE owner = ? IF names_version = ?;"
                + " INSERT INTO folder_by_owner (owner, name, folder_id, uid_validity) VALUES (?, ?, ?, ?)"
                + " IF NOT EXISTS;"
                + " DELETE FROM folder_by_owner WHERE owner = ? AND name = ? IF folder_id = ?;"
                + " APPLY BATCH");
        deleteName =
                session.prepareConditional("DELETE FROM folder_by_owner WHERE owner = ? AND name = ? IF folder_id = ?");
    }

    /** The names of one owner as they are now, whatever became of a change whose outcome was unknown. */
    private record Names(List<Folder> folders, Optional<UUID> version) {
        private Optional<Folder> find(Predicate<Folder> wanted) {
            return folders.stream().filter(wanted).findFirst();
        }

        /** Of the same name, maybe spelled otherwise. */
        private Optional<Folder> holder(String name) {
            return find(folder -> FolderName.same(folder.name(), name));
        }

        private Optional<Folder> find(FolderId id) {
            return find(folder -> folder.id().equals(id));
        }
    }

    @Override
    public Mono<Boolean> create(Folder folder) {
        return session.write(insertOwner.bind(folder.id().value(), folder.owner()))
                .then(create(folder, MAX_TRIES));
    }

    private Mono<Boolean> create(Folder folder, int triesLeft) {
        if (triesLeft == 0) {
            return noEnd(folder.id());
        }
        return latestNames(folder.owner()).flatMap(names -> {
            if (names.find(folder.id()).isPresent()) {
                return Mono.just(true);
            }
            if (names.holder(folder.name()).isPresent()) {
                return Mono.just(false);
            }
            return claim(folder, names).flatMap(claimed -> claimed ? Mono.just(true) : create(folder, triesLeft - 1));
        });
    }

    private Mono<Boolean> claim(Folder folder, Names names) {
        return session.writeConditionally(claimName.bind(
                        UUID.randomUUID(),
                        folder.owner(),
                        names.version().orElse(null),
                        folder.owner(),
                        folder.name(),
                        folder.id().value(),
                        folder.uidValidity()))
                .map(StoreSession::isApplied);
    }

    private static <T> Mono<T> noEnd(FolderId id) {
        return Mono.error(new IllegalStateException("no end of other names given while folder " + id + " gets one"));
    }

    @Override
    public Mono<Renaming> rename(FolderId id, String newName) {
        return rename(id, newName, MAX_TRIES);
    }

    private Mono<Renaming> rename(FolderId id, String newName, int triesLeft) {
        if (triesLeft == 0) {
            return noEnd(id);
        }
        return owner(id)
                .flatMap(this::latestNames)
                .flatMap(names -> {
                    Optional<Folder> current = names.find(id);
                    if (current.isEmpty()) {
                        return Mono.just(Renaming.GONE);
                    }
                    if (current.get().name().equals(newName)) {
                        return Mono.just(Renaming.RENAMED);
                    }
                    if (names.holder(newName)
                            .filter(holder -> !holder.id().equals(id))
                            .isPresent()) {
                        return Mono.just(Renaming.NAME_TAKEN);
                    }
                    return change(current.get(), newName, names)
                            .flatMap(changed ->
                                    changed ? Mono.just(Renaming.RENAMED) : rename(id, newName, triesLeft - 1));
                })
                .defaultIfEmpty(Renaming.GONE);
    }

    private Mono<Boolean> change(Folder folder, String newName, Names names) {
        return session.writeConditionally(changeName.bind(
                        UUID.randomUUID(),
                        folder.owner(),
                        names.version().orElse(null),
                        folder.owner(),
                        newName,
                        folder.id().value(),
                        folder.uidValidity(),
                        folder.owner(),
                        folder.name(),
                        folder.id().value()))
                .map(StoreSession::isApplied);
    }

    @Override
    public Mono<Void> releaseName(FolderId id) {
        return releaseName(id, MAX_TRIES);
    }

    private Mono<Void> releaseName(FolderId id, int triesLeft) {
        if (triesLeft == 0) {
            return Mono.error(new IllegalStateException("no end of renamings of folder " + id + ", to be deleted"));
        }
        return owner(id)
                .flatMap(this::latestNames)
                .flatMap(names -> Mono.justOrEmpty(names.find(id)))
                .flatMap(folder -> session.writeConditionally(deleteName.bind(
                                folder.owner(), folder.name(), folder.id().value()))
                        .flatMap(answer ->
                                StoreSession.isApplied(answer) ? Mono.empty() : releaseName(id, triesLeft - 1)));
    }

    @Override
    public Mono<Void> forget(FolderId id) {
        return session.write(deleteOwner.bind(id.value())).doOnSuccess(done -> owners.invalidate(id));
    }

    @Override
    public Mono<Folder> find(FolderId id) {
        return owner(id)
                .flatMapMany(this::list)
                .filter(folder -> folder.id().equals(id))
                .next();
    }

    /** Of a folder that is there, or is being made or removed. */
    private Mono<String> owner(FolderId id) {
        return Mono.justOrEmpty(owners.getIfPresent(id))
                .switchIfEmpty(Mono.defer(() -> session.readRow(selectOwner.bind(id.value())))
                        .map(row -> Objects.requireNonNull(row.getString("owner")))
                        .doOnNext(owner -> owners.put(id, owner)));
    }

    @Override
    public Mono<Folder> find(String owner, String name) {
        return session.readRow(selectName.bind(owner, name)).map(CassandraFolderStore::folder);
    }

    @Override
    public Flux<Folder> list(String owner) {
        return folders(session.readRows(selectNames.bind(owner)));
    }

    private Mono<Names> latestNames(String owner) {
        return session.readRows(selectNames.bind(owner).setConsistencyLevel(ConsistencyLevel.SERIAL))
                .collectList()
                .map(rows -> new Names(
                        rows.stream()
                                .filter(CassandraFolderStore::isFolder)
                                .map(CassandraFolderStore::folder)
                                .toList(),
                        rows.stream().findFirst().map(row -> row.getUuid("names_version"))));
    }

    private static Flux<Folder> folders(Flux<Row> rows) {
        return rows.filter(CassandraFolderStore::isFolder).map(CassandraFolderStore::folder);
    }

    /** An owner whose folders are all gone is a row without them. */
    private static boolean isFolder(Row row) {
        return row.getString("name") != null;
    }

    @Override
    public Flux<Folder> listAll() {
        return folders(session.readRows(selectAll.bind()));
    }

    private static Folder folder(Row row) {
        return new Folder(
                new FolderId(Objects.requireNonNull(row.getUuid("folder_id"))),
                Objects.requireNonNull(row.getString("owner")),
                Objects.requireNonNull(row.getString("name")),
                row.getLong("uid_validity"));
    }
}
