package dev.agentpost.mail.ratelimit.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.ratelimit.SendLimit;
import dev.agentpost.mail.ratelimit.SendLimitStore;
import dev.agentpost.mail.ratelimit.SendScope;
import dev.agentpost.mail.ratelimit.SendWindow;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Limits in the table of {@link RateLimitSchema}. Safe for use by many threads and nodes. */
public final class CassandraSendLimitStore implements SendLimitStore {
    private final StoreSession session;
    private final PreparedStatement select;
    private final PreparedStatement insert;
    private final PreparedStatement delete;
    private final PreparedStatement deleteAll;

    @Inject
    public CassandraSendLimitStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        select = session.prepare("SELECT scope_id, max_by_seconds FROM send_limit"
                + " WHERE organization_id = :organization_id AND scope_id IN :scope_ids");
        insert = session.prepare("INSERT INTO send_limit (organization_id, scope_id, max_by_seconds)"
                + " VALUES (:organization_id, :scope_id, :max_by_seconds)");
        delete = session.prepare(
                "DELETE FROM send_limit WHERE organization_id = :organization_id AND scope_id = :scope_id");
        deleteAll = session.prepare("DELETE FROM send_limit WHERE organization_id = :organization_id");
    }

    @Override
    public Mono<Map<SendScope, SendLimit>> find(OrganizationId organization, Collection<SendScope> scopes) {
        Map<String, SendScope> byId = scopes.stream().collect(Collectors.toMap(SendScope::id, scope -> scope));
        return session.readRows(
                        select.bind(organization.value(), byId.keySet().stream().toList()))
                .collectMap(row -> byId.get(row.getString("scope_id")), CassandraSendLimitStore::limit);
    }

    private static SendLimit limit(Row row) {
        return new SendLimit(row.getMap("max_by_seconds", Integer.class, Integer.class).entrySet().stream()
                .map(window -> new SendWindow(window.getValue(), window.getKey()))
                .toList());
    }

    @Override
    public Mono<Void> save(SendScope scope, SendLimit limit) {
        Map<Integer, Integer> maxBySeconds =
                limit.windows().stream().collect(Collectors.toMap(SendWindow::perSeconds, SendWindow::max));
        return Mono.defer(() -> session.write(insert.bind(scope.organization().value(), scope.id(), maxBySeconds)));
    }

    @Override
    public Mono<Void> delete(SendScope scope) {
        return Mono.defer(() -> session.write(delete.bind(scope.organization().value(), scope.id())));
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organization) {
        return Mono.defer(() -> session.write(deleteAll.bind(organization.value())));
    }
}
