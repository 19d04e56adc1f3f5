package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.Folder;
import dev.agentpost.mail.mailboxstore.FolderId;
import dev.agentpost.mail.mailboxstore.FolderStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /** Each further try means that another renaming of the same folder came in between. */
    private static final int MAX_TRIES = 10;

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
        claimName = session.prepareConditional("INSERT INTO folder_by_owner (owner, name, folder_id, uid_validity)"
                + " VALUES (?, ?, ?, ?) IF NOT EXISTS");
        selectName = session.prepare(
                "SELECT owner, name, folder_id, uid_validity FROM folder_by_owner WHERE owner = ? AND name = ?");
        selectNames =
                session.prepare("SELECT owner, name, folder_id, uid_validity FROM folder_by_owner WHERE owner = ?");
        selectAll = session.prepare("SELECT owner, name, folder_id, uid_validity FROM folder_by_owner");
        changeName = session.prepareConditional("BEGIN BATCH"
                + " INSERT INTO folder_by_owner (owner, name, folder_id, uid_validity) VALUES (?, ?, ?, ?)"
                + " IF NOT EXISTS;"
                + " DELETE FROM folder_by_owner WHERE owner = ? AND name = ? IF folder_id = ?;"
                + " APPLY BATCH");
        deleteName =
                session.prepareConditional("DELETE FROM folder_by_owner WHERE owner = ? AND name = ? IF folder_id = ?");
    }

    @Override
    public Mono<Boolean> create(Folder folder) {
        return session.write(insertOwner.bind(folder.id().value(), folder.owner()))
                .then(session.writeConditionally(claimName.bind(
                        folder.owner(), folder.name(), folder.id().value(), folder.uidValidity())))
                .map(answer -> StoreSession.isApplied(answer)
                        || Objects.equals(
                                answer.getUuid("folder_id"), folder.id().value()));
    }

    @Override
    public Mono<Renaming> rename(FolderId id, String newName) {
        return rename(id, newName, MAX_TRIES);
    }

    private Mono<Renaming> rename(FolderId id, String newName, int triesLeft) {
        if (triesLeft == 0) {
            return Mono.error(new IllegalStateException("no end of simultaneous renamings of folder " + id));
        }
        return owner(id)
                .flatMap(owner -> latestNames(owner).collectList())
                .flatMap(folders -> {
                    Optional<Folder> holder =
                            first(folders, folder -> folder.name().equals(newName));
                    Optional<Folder> current =
                            first(folders, folder -> folder.id().equals(id));
                    if (current.isEmpty()) {
                        return Mono.just(Renaming.GONE);
                    }
                    if (holder.isPresent()) {
                        return Mono.just(holder.equals(current) ? Renaming.RENAMED : Renaming.NAME_TAKEN);
                    }
                    return change(current.get(), newName)
                            .flatMap(changed ->
                                    changed ? Mono.just(Renaming.RENAMED) : rename(id, newName, triesLeft - 1));
                })
                .defaultIfEmpty(Renaming.GONE);
    }

    private static Optional<Folder> first(List<Folder> folders, Predicate<Folder> wanted) {
        return folders.stream().filter(wanted).findFirst();
    }

    private Mono<Boolean> change(Folder folder, String newName) {
        return session.writeConditionally(changeName.bind(
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
                .flatMapMany(this::latestNames)
                .filter(folder -> folder.id().equals(id))
                .next()
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
        return session.readRows(selectNames.bind(owner)).map(CassandraFolderStore::folder);
    }

    /** Sees a change whose outcome was unknown to the one who made it. */
    private Flux<Folder> latestNames(String owner) {
        return session.readRows(selectNames.bind(owner).setConsistencyLevel(ConsistencyLevel.SERIAL))
                .map(CassandraFolderStore::folder);
    }

    @Override
    public Flux<Folder> listAll() {
        return session.readRows(selectAll.bind()).map(CassandraFolderStore::folder);
    }

    private static Folder folder(Row row) {
        return new Folder(
                new FolderId(Objects.requireNonNull(row.getUuid("folder_id"))),
                Objects.requireNonNull(row.getString("owner")),
                Objects.requireNonNull(row.getString("name")),
                row.getLong("uid_validity"));
    }
}
