package dev.agentpost.mail.domain.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.domain.CustomDomain;
import dev.agentpost.mail.domain.DomainOwner;
import dev.agentpost.mail.domain.DomainStore;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Domains in the tables of {@link DomainSchema}. Safe for use by many threads and nodes. */
public class CassandraDomainStore implements DomainStore {
    private static final int READS_AT_ONCE = 16;

    private final StoreSession session;
    private final PreparedStatement insertWish;
    private final PreparedStatement selectWish;
    private final PreparedStatement selectWishes;
    private final PreparedStatement deleteWish;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement updateCatchAll;
    private final PreparedStatement removeCatchAll;
    private final PreparedStatement updateLeaving;
    private final PreparedStatement delete;

    @Inject
    public CassandraDomainStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insertWish =
                session.prepareConditional("INSERT INTO domain_wish (organization_id, name, proof_token, created_at)"
                        + " VALUES (:organization_id, :name, :proof_token, :created_at) IF NOT EXISTS");
        selectWish = session.prepare("SELECT organization_id, name, proof_token, created_at FROM domain_wish"
                + " WHERE organization_id = :organization_id AND name = :name");
        selectWishes = session.prepare("SELECT organization_id, name, proof_token, created_at FROM domain_wish"
                + " WHERE organization_id = :organization_id AND name > :after");
        deleteWish = session.prepareConditional(
                "DELETE FROM domain_wish WHERE organization_id = :organization_id AND name = :name IF EXISTS");
        insert = session.prepareConditional("INSERT INTO domain (name, organization_id, verified_at, leaving)"
                + " VALUES (:name, :organization_id, :verified_at, false) IF NOT EXISTS");
        select = session.prepare(
                "SELECT organization_id, verified_at, catch_all, leaving FROM domain WHERE name = :name");
        updateCatchAll = session.prepareConditional(
                "UPDATE domain SET catch_all = :catch_all WHERE name = :name IF organization_id = :organization_id");
        removeCatchAll = session.prepareConditional("UPDATE domain SET catch_all = null WHERE name = :name"
                + " IF organization_id = :organization_id AND catch_all = :catch_all");
        updateLeaving = session.prepareConditional(
                "UPDATE domain SET leaving = :leaving WHERE name = :name IF organization_id = :organization_id");
        delete = session.prepareConditional(
                "DELETE FROM domain WHERE name = :name IF organization_id = :organization_id");
    }

    @Override
    public Mono<CustomDomain> create(CustomDomain pending) {
        return session.writeConditionally(insertWish.bind(
                        pending.organizationId().value(), pending.name(), pending.token(), pending.createdAt()))
                .then(Mono.defer(() -> find(pending.organizationId(), pending.name())));
    }

    @Override
    public Mono<CustomDomain> find(OrganizationId organizationId, String name) {
        return session.readRow(selectWish.bind(organizationId.value(), name)).flatMap(this::domain);
    }

    @Override
    public Flux<CustomDomain> list(OrganizationId organizationId, Optional<String> after, int limit) {
        return session.readRows(selectWishes.bind(organizationId.value(), after.orElse("")))
                .take(limit)
                .flatMapSequential(this::domain, READS_AT_ONCE);
    }

    private Mono<CustomDomain> domain(Row wish) {
        OrganizationId organization = OrganizationId.of(wish.getString("organization_id"));
        String name = wish.getString("name");
        return findOwner(name)
                .filter(owner -> owner.organizationId().equals(organization))
                .singleOptional()
                .map(owner -> new CustomDomain(
                        name,
                        organization,
                        wish.getString("proof_token"),
                        wish.getInstant("created_at"),
                        owner.map(DomainOwner::verifiedAt),
                        owner.flatMap(DomainOwner::catchAll)));
    }

    @Override
    public Mono<Boolean> claim(OrganizationId organizationId, String name, Instant now) {
        return session.writeConditionally(insert.bind(name, organizationId.value(), now))
                .map(answer -> StoreSession.isApplied(answer)
                        || organizationId.value().equals(answer.getString("organization_id")));
    }

    @Override
    public Mono<DomainOwner> findOwner(String name) {
        return session.readRow(select.bind(name))
                .map(row -> new DomainOwner(
                        OrganizationId.of(row.getString("organization_id")),
                        row.getInstant("verified_at"),
                        Optional.ofNullable(row.getString("catch_all")).flatMap(InboxAddress::parse),
                        row.getBoolean("leaving")));
    }

    @Override
    public Mono<Boolean> setCatchAll(OrganizationId organizationId, String name, Optional<InboxAddress> inbox) {
        return session.writeConditionally(updateCatchAll.bind(
                        inbox.map(InboxAddress::asString).orElse(null), name, organizationId.value()))
                .map(StoreSession::isApplied);
    }

    @Override
    public Mono<Void> removeCatchAll(OrganizationId organizationId, String name, InboxAddress inbox) {
        return session.writeConditionally(removeCatchAll.bind(name, organizationId.value(), inbox.asString()))
                .then();
    }

    @Override
    public Mono<Boolean> setLeaving(OrganizationId organizationId, String name, boolean leaving) {
        return session.writeConditionally(updateLeaving.bind(leaving, name, organizationId.value()))
                .map(StoreSession::isApplied);
    }

    @Override
    public Mono<Void> delete(OrganizationId organizationId, String name) {
        return session.writeConditionally(delete.bind(name, organizationId.value()))
                .then(Mono.defer(() -> session.writeConditionally(deleteWish.bind(organizationId.value(), name))))
                .then();
    }
}
