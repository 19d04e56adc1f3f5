package dev.agentpost.mail.connectionlimit.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.connectionlimit.ConnectionLimit;
import dev.agentpost.mail.connectionlimit.ConnectionLimitStore;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Limits in the table of {@link ConnectionLimitSchema}. Safe for use by many threads and nodes. */
public final class CassandraConnectionLimitStore implements ConnectionLimitStore {
    private static final String ALL_INBOXES = "";

    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final PreparedStatement delete;

    @Inject
    public CassandraConnectionLimitStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        select = session.prepare("SELECT imap_connections FROM connection_limit"
                + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id");
        insert = session.prepare("INSERT INTO connection_limit (organization_id, inbox_id, imap_connections)"
                + " VALUES (:organization_id, :inbox_id, :imap_connections)");
        delete = session.prepare(
                "DELETE FROM connection_limit" + " WHERE organization_id = :organization_id AND inbox_id = :inbox_id");
    }

    @Override
    public Mono<ConnectionLimit> find(OrganizationId organization) {
        return find(organization, ALL_INBOXES);
    }

    @Override
    public Mono<ConnectionLimit> find(OrganizationId organization, InboxId inbox) {
        return find(organization, inbox.value());
    }

    private Mono<ConnectionLimit> find(OrganizationId organization, String inbox) {
        return session.readRow(select.bind(organization.value(), inbox))
                .map(row -> new ConnectionLimit(row.getInt("imap_connections")));
    }

    @Override
    public Mono<Void> save(OrganizationId organization, ConnectionLimit limit) {
        return save(organization, ALL_INBOXES, limit);
    }

    @Override
    public Mono<Void> save(OrganizationId organization, InboxId inbox, ConnectionLimit limit) {
        return save(organization, inbox.value(), limit);
    }

    private Mono<Void> save(OrganizationId organization, String inbox, ConnectionLimit limit) {
        return Mono.defer(() -> session.write(insert.bind(organization.value(), inbox, limit.connections())));
    }

    @Override
    public Mono<Void> delete(OrganizationId organization) {
        return delete(organization, ALL_INBOXES);
    }

    @Override
    public Mono<Void> delete(OrganizationId organization, InboxId inbox) {
        return delete(organization, inbox.value());
    }

    private Mono<Void> delete(OrganizationId organization, String inbox) {
        return Mono.defer(() -> session.write(delete.bind(organization.value(), inbox)));
    }
}
