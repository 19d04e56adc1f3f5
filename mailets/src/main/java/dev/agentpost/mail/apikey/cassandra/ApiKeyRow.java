package dev.agentpost.mail.apikey.cassandra;

import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.protocol.internal.util.Bytes;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeyId;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.apikey.SecretHash;
import dev.agentpost.mail.cassandra.StoreSession;
import dev.agentpost.mail.core.CidrBlock;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A key as a row of {@code api_key}, and back. */
final class ApiKeyRow {

    private ApiKeyRow() {}

    static ByteBuffer blob(SecretHash hash) {
        return ByteBuffer.wrap(hash.bytes());
    }

    static SecretHash hash(Row row) {
        return new SecretHash(Bytes.getArray(row.getByteBuffer("secret_hash")));
    }

    static BoundStatement bind(PreparedStatement statement, ApiKey key) {
        BoundStatement required = statement
                .bind()
                .setByteBuffer("secret_hash", blob(key.secretHash()))
                .setString("id", key.id().value())
                .setString("organization_id", key.organizationId().value())
                .setSet("scopes", texts(key.scopes(), Scope::value), String.class)
                .setSet("inboxes", texts(key.inboxes(), InboxId::value), String.class)
                .setSet("allowed_ips", texts(key.allowedIps(), CidrBlock::toString), String.class)
                .setInstant("created_at", key.createdAt());
        BoundStatement named =
                StoreSession.setIfPresent(required, key.name(), (bound, name) -> bound.setString("name", name));
        return withTime(
                withTime(withTime(named, "expires_at", key.expiresAt()), "revoked_at", key.revokedAt()),
                "last_used_at",
                key.lastUsedAt());
    }

    private static BoundStatement withTime(BoundStatement statement, String column, Optional<Instant> time) {
        return StoreSession.setIfPresent(statement, time, (bound, value) -> bound.setInstant(column, value));
    }

    static ApiKey parse(Row row) {
        return new ApiKey(
                ApiKeyId.of(row.getString("id")),
                OrganizationId.of(row.getString("organization_id")),
                hash(row),
                Optional.ofNullable(row.getString("name")),
                values(row, "scopes", text -> Scope.parse(text).orElseThrow()),
                values(row, "inboxes", InboxId::of),
                values(row, "allowed_ips", CidrBlock::parse),
                row.getInstant("created_at"),
                Optional.ofNullable(row.getInstant("expires_at")),
                Optional.ofNullable(row.getInstant("revoked_at")),
                Optional.ofNullable(row.getInstant("last_used_at")));
    }

    private static <T> Set<String> texts(Set<T> values, Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.toUnmodifiableSet());
    }

    private static <T> Set<T> values(Row row, String column, Function<String, T> parse) {
        return row.getSet(column, String.class).stream().map(parse).collect(Collectors.toUnmodifiableSet());
    }
}
