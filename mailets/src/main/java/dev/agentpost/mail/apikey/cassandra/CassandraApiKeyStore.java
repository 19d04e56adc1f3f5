package dev.agentpost.mail.apikey.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.organization.OrganizationId;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Keys in the tables of {@link ApiKeySchema}. Safe for use by many threads and nodes. */
public class CassandraApiKeyStore implements ApiKeyStore {
    private static final int STATEMENTS_AT_ONCE = 16;

    /** A row of {@code api_key_by_organization}. */
    private record Listed(String keyId, SecretHash secretHash) {}

    private final StoreSession session;
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement revoke;
    private final PreparedStatement updateLastUsed;
    private final PreparedStatement delete;
    private final PreparedStatement insertListing;
    private final PreparedStatement selectListed;
    private final PreparedStatement selectListing;
    private final PreparedStatement deleteListing;

    @Inject
    public CassandraApiKeyStore(CqlSession cqlSession) {
        session = new StoreSession(cqlSession);
        insert = session.prepareConditional(
                "INSERT INTO api_key (secret_hash, id, organization_id, name, scopes, inboxes, allowed_ips, created_at,"
                        + " expires_at, revoked_at, last_used_at) VALUES (:secret_hash, :id, :organization_id, :name,"
                        + " :scopes, :inboxes, :allowed_ips, :created_at, :expires_at, :revoked_at, :last_used_at)"
                        + " IF NOT EXISTS");
        select = session.prepare("SELECT secret_hash, id, organization_id, name, scopes, inboxes, allowed_ips,"
                + " created_at, expires_at, revoked_at, last_used_at FROM api_key WHERE secret_hash = :secret_hash");
        // A condition on revoked_at alone would hold for a row that is not there.
        revoke = session.prepareConditional("UPDATE api_key SET revoked_at = :revoked_at"
                + " WHERE secret_hash = :secret_hash IF id = :id AND revoked_at = null");
        updateLastUsed = session.prepareConditional(
                "UPDATE api_key SET last_used_at = :last_used_at" + " WHERE secret_hash = :secret_hash IF id = :id");
        delete = session.prepareConditional("DELETE FROM api_key WHERE secret_hash = :secret_hash IF id = :id");
        insertListing = session.prepare("INSERT INTO api_key_by_organization (organization_id, key_id, secret_hash)"
                + " VALUES (:organization_id, :key_id, :secret_hash)");
        selectListed = session.prepare("SELECT key_id, secret_hash FROM api_key_by_organization"
                + " WHERE organization_id = :organization_id AND key_id = :key_id");
        selectListing = session.prepare("SELECT key_id, secret_hash FROM api_key_by_organization"
                + " WHERE organization_id = :organization_id AND key_id > :after");
        deleteListing = session.prepare("DELETE FROM api_key_by_organization"
                + " WHERE organization_id = :organization_id AND key_id = :key_id");
    }

    @Override
    public Mono<Void> create(ApiKey key) {
        return session.write(insertListing.bind(
                        key.organizationId().value(), key.id().value(), ApiKeyRow.blob(key.secretHash())))
                .then(session.writeConditionally(ApiKeyRow.bind(insert, key)))
                .then();
    }

    @Override
    public Mono<ApiKey> find(SecretHash secretHash) {
        return session.readRow(select.bind(ApiKeyRow.blob(secretHash))).map(ApiKeyRow::parse);
    }

    @Override
    public Mono<ApiKey> find(OrganizationId organizationId, ApiKeyId id) {
        return findListed(organizationId, id).flatMap(this::find);
    }

    private Mono<ApiKey> find(Listed listed) {
        return find(listed.secretHash()).filter(key -> key.id().value().equals(listed.keyId()));
    }

    private Mono<Listed> findListed(OrganizationId organizationId, ApiKeyId id) {
        return session.readRow(selectListed.bind(organizationId.value(), id.value()))
                .map(row -> new Listed(row.getString("key_id"), ApiKeyRow.hash(row)));
    }

    private Flux<Listed> listed(OrganizationId organizationId, Optional<ApiKeyId> after) {
        return session.readRows(selectListing.bind(
                        organizationId.value(), after.map(ApiKeyId::value).orElse("")))
                .map(row -> new Listed(row.getString("key_id"), ApiKeyRow.hash(row)));
    }

    @Override
    public Flux<ApiKey> list(OrganizationId organizationId, Optional<ApiKeyId> after, int limit) {
        return listed(organizationId, after)
                .flatMapSequential(this::find, STATEMENTS_AT_ONCE)
                .take(limit);
    }

    @Override
    public Mono<Void> revoke(OrganizationId organizationId, ApiKeyId id, Instant when) {
        return change(revoke, organizationId, id, when);
    }

    @Override
    public Mono<Void> saveLastUsed(OrganizationId organizationId, ApiKeyId id, Instant when) {
        return change(updateLastUsed, organizationId, id, when);
    }

    private Mono<Void> change(PreparedStatement statement, OrganizationId organizationId, ApiKeyId id, Instant when) {
        return findListed(organizationId, id)
                .flatMap(listed -> session.writeConditionally(
                        statement.bind(when, ApiKeyRow.blob(listed.secretHash()), listed.keyId())))
                .then();
    }

    @Override
    public Mono<Void> deleteAll(OrganizationId organizationId) {
        return listed(organizationId, Optional.empty())
                .flatMap(listed -> delete(organizationId, listed), STATEMENTS_AT_ONCE)
                .then();
    }

    private Mono<Void> delete(OrganizationId organizationId, Listed listed) {
        return session.writeConditionally(delete.bind(ApiKeyRow.blob(listed.secretHash()), listed.keyId()))
                .then(session.write(deleteListing.bind(organizationId.value(), listed.keyId())));
    }
}
