package dev.agentpost.mail.suppression.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.suppression.Suppression;
import dev.agentpost.mail.suppression.SuppressionStore;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Suppressions in the table of {@link SuppressionSchema}. Safe for use by many threads and nodes. */
public final class CassandraSuppressionStore implements SuppressionStore {
    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement selectAfter;
    private final PreparedStatement delete;
    private final PreparedStatement deleteAll;

    @Inject
    public CassandraSuppressionStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        String columns = "organization_id, address, status, reason, message_id, created_at";
        String ofOrganization = " FROM suppression WHERE organization_id = :organization_id";
        insert = session.prepare("INSERT INTO suppression (" + columns
                + ") VALUES (:organization_id, :address, :status, :reason, :message_id, :created_at)");
        select = session.prepare("SELECT " + columns + ofOrganization + " AND address = :address");
        selectAfter = session.prepare("SELECT " + columns + ofOrganization + " AND address > :after LIMIT :max");
        delete = session.prepare("DELETE" + ofOrganization + " AND address = :address");
        deleteAll = session.prepare("DELETE" + ofOrganization);
    }

    /** A suppression of before may have had a message id: its absence is written too. */
    @Override
    public Mono<Void> save(Suppression suppression) {
        return Mono.defer(() -> session.write(insert.bind(
                suppression.organizationId().value(),
                suppression.address().toString(),
                suppression.status(),
                suppression.reason(),
                suppression.messageId().orElse(null),
                suppression.createdAt())));
    }

    @Override
    public Mono<Suppression> find(OrganizationId organizationId, EnvelopeAddress address) {
        return session.readRow(bind(select, organizationId, address)).map(CassandraSuppressionStore::parse);
    }

    @Override
    public Flux<Suppression> list(OrganizationId organizationId, Optional<EnvelopeAddress> after, int limit) {
        return session.readRows(selectAfter.bind(
                        organizationId.value(),
                        after.map(EnvelopeAddress::toString).orElse(""),
                        limit))
                .map(CassandraSuppressionStore::parse);
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, EnvelopeAddress address) {
        return Mono.defer(() -> session.write(bind(delete, organizationId, address)));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return Mono.defer(() -> session.write(deleteAll.bind(organizationId.value())));
    }

    private static BoundStatement bind(
            PreparedStatement statement, OrganizationId organization, EnvelopeAddress address) {
        return statement.bind(organization.value(), address.toString());
    }

    private static Suppression parse(Row row) {
        return new Suppression(
                OrganizationId.of(row.getString("organization_id")),
                Suppression.parseAddress(row.getString("address")).orElseThrow(),
                row.getString("status"),
                row.getString("reason"),
                Optional.ofNullable(row.getString("message_id")),
                row.getInstant("created_at"));
    }
}
