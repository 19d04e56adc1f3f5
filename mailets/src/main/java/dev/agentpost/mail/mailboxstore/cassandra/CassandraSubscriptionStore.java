package dev.agentpost.mail.mailboxstore.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.mailboxstore.SubscriptionStore;
import java.util.Objects;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Subscriptions in a table of {@link FolderSchema}. Safe for use by many threads and nodes: the last writer wins. */
public final class CassandraSubscriptionStore implements SubscriptionStore {
    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final PreparedStatement delete;

    @Inject
    public CassandraSubscriptionStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        select = session.prepare("SELECT name FROM folder_subscription WHERE owner = ?");
        insert = session.prepare("INSERT INTO folder_subscription (owner, name) VALUES (?, ?)");
        delete = session.prepare("DELETE FROM folder_subscription WHERE owner = ? AND name = ?");
    }

    @Override
    public Flux<String> list(String owner) {
        return session.readRows(select.bind(owner)).map(row -> Objects.requireNonNull(row.getString("name")));
    }

    @Override
    public Mono<Void> save(String owner, String name) {
        return session.write(insert.bind(owner, name));
    }

    @Override
    public Mono<Void> delete(String owner, String name) {
        return session.write(delete.bind(owner, name));
    }
}
