package dev.agentpost.mail.apikey.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.cql.Row;
import dev.agentpost.mail.apikey.ApiKey;
import dev.agentpost.mail.apikey.ApiKeySecret;
import dev.agentpost.mail.apikey.ApiKeyStore;
import dev.agentpost.mail.apikey.ApiKeyStoreContract;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraApiKeyStoreTest implements ApiKeyStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(ApiKeySchema.SCHEMA);

    private ApiKeyStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraApiKeyStore(CASSANDRA.session());
    }

    @Override
    public ApiKeyStore testee() {
        return store;
    }

    @Test
    void listShouldNotShowACreationThatWasInterrupted() {
        ApiKey key = ApiKeyStoreContract.bareKey(OrganizationId.generate());
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO api_key_by_organization (organization_id, key_id, secret_hash) VALUES (?, ?, ?)",
                        key.organizationId().value(),
                        key.id().value(),
                        ApiKeyRow.blob(key.secretHash()));

        assertThat(store.list(key.organizationId(), Optional.empty(), 10)
                        .collectList()
                        .block())
                .isEmpty();
        assertThat(store.find(key.organizationId(), key.id()).blockOptional()).isEmpty();
    }

    @Test
    void databaseShouldHoldTheHashAndNotTheSecret() {
        ApiKeySecret secret = ApiKeySecret.generate(RANDOM);
        ApiKey template = ApiKeyStoreContract.fullKey(OrganizationId.generate());
        store.create(new ApiKey(
                        template.id(),
                        template.organizationId(),
                        secret.hash(),
                        template.name(),
                        template.scopes(),
                        template.inboxes(),
                        template.allowedIps(),
                        template.createdAt(),
                        template.expiresAt(),
                        template.revokedAt(),
                        template.lastUsedAt()))
                .block();

        Row row = CASSANDRA
                .session()
                .execute("SELECT * FROM api_key WHERE secret_hash = ?", ApiKeyRow.blob(secret.hash()))
                .one();

        assertThat(row.getFormattedContents()).doesNotContain("ap_sk_");
    }
}
