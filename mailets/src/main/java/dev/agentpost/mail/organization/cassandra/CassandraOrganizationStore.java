package dev.agentpost.mail.organization.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.organization.OrganizationStore;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Organizations in the tables of {@link OrganizationSchema}. Safe for use by many threads and nodes. */
public class CassandraOrganizationStore implements OrganizationStore {
    private static final int READS_AT_ONCE = 16;

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement insertListing;
    private final PreparedStatement select;
    private final PreparedStatement selectListing;
    private final PreparedStatement update;
    private final PreparedStatement delete;
    private final PreparedStatement deleteListing;

    @Inject
    public CassandraOrganizationStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepareConditional("INSERT INTO organization (id, name, status, created_at)"
                + " VALUES (:id, :name, :status, :created_at) IF NOT EXISTS");
        insertListing = session.prepare("INSERT INTO organization_listing (bucket, id) VALUES (0, :id)");
        select = session.prepare("SELECT id, name, status, created_at FROM organization WHERE id = :id");
        selectListing = session.prepare("SELECT id FROM organization_listing WHERE bucket = 0 AND id > :after");
        update = session.prepareConditional(
                "UPDATE organization SET name = :name, status = :status WHERE id = :id IF EXISTS");
        delete = session.prepareConditional("DELETE FROM organization WHERE id = :id IF EXISTS");
        deleteListing = session.prepare("DELETE FROM organization_listing WHERE bucket = 0 AND id = :id");
    }

    @Override
    public Mono<Void> create(Organization organization) {
        String id = organization.id().value();
        return session.write(insertListing.bind(id))
                .then(session.writeConditionally(insert.bind(
                        id, organization.name(), organization.status().serialize(), organization.createdAt())))
                .then();
    }

    @Override
    public Mono<Organization> find(OrganizationId id) {
        return session.readRow(select.bind(id.value())).map(CassandraOrganizationStore::organization);
    }

    @Override
    public Flux<Organization> list(Optional<OrganizationId> after, int limit) {
        return session.readRows(
                        selectListing.bind(after.map(OrganizationId::value).orElse("")))
                .map(row -> OrganizationId.of(row.getString("id")))
                .flatMapSequential(this::find, READS_AT_ONCE)
                .take(limit);
    }

    @Override
    public Mono<Organization> update(OrganizationId id, Optional<String> name, Optional<OrganizationStatus> status) {
        if (name.isEmpty() && status.isEmpty()) {
            return find(id);
        }
        BoundStatement withId = update.bind().setString("id", id.value());
        BoundStatement withName =
                StoreSession.setIfPresent(withId, name, (statement, value) -> statement.setString("name", value));
        BoundStatement withStatus = StoreSession.setIfPresent(
                withName, status, (statement, value) -> statement.setString("status", value.serialize()));
        return session.writeConditionally(withStatus)
                .filter(StoreSession::isApplied)
                .flatMap(applied -> find(id));
    }

    @Override
    public Mono<Void> delete(OrganizationId id) {
        return session.writeConditionally(delete.bind(id.value())).then(session.write(deleteListing.bind(id.value())));
    }

    private static Organization organization(Row row) {
        return new Organization(
                OrganizationId.of(row.getString("id")),
                row.getString("name"),
                OrganizationStatus.parse(row.getString("status")).orElseThrow(),
                row.getInstant("created_at"));
    }
}
