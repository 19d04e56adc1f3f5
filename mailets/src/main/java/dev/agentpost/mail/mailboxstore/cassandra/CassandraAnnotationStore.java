package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.AnnotationStore;
import dev.agentpost.mail.mailboxstore.FolderId;
import java.util.Objects;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Annotations in a table of {@link FolderSchema}. Safe for use by many threads and nodes: the last writer wins. */
public final class CassandraAnnotationStore implements AnnotationStore {
    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement deleteAll;

    @Inject
    public CassandraAnnotationStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        select = session.prepare("SELECT key, value FROM folder_annotation WHERE folder_id = ?");
        insert = session.prepare("INSERT INTO folder_annotation (folder_id, key, value) VALUES (?, ?, ?)");
        delete = session.prepare("DELETE FROM folder_annotation WHERE folder_id = ? AND key = ?");
        deleteAll = session.prepare("DELETE FROM folder_annotation WHERE folder_id = ?");
    }

    @Override
    public Flux<Annotation> list(FolderId folder) {
        return session.readRows(select.bind(folder.value()))
                .map(row -> new Annotation(
                        Objects.requireNonNull(row.getString("key")), Objects.requireNonNull(row.getString("value"))));
    }

    @Override
    public Mono<Void> save(FolderId folder, Annotation annotation) {
        return session.write(insert.bind(folder.value(), annotation.key(), annotation.value()));
    }

    @Override
    public Mono<Void> delete(FolderId folder, String key) {
        return session.write(delete.bind(folder.value(), key));
    }

    @Override
    public Mono<Void> deleteAll(FolderId folder) {
        return session.write(deleteAll.bind(folder.value()));
    }
}
