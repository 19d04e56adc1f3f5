package dev.agentpost.mail.organization.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import dev.agentpost.mail.organization.OrganizationStoreContract;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraOrganizationStoreTest implements OrganizationStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(OrganizationSchema.SCHEMA);

    private OrganizationStore store;

    @BeforeEach
    void setUp() {
        store = new CassandraOrganizationStore(CASSANDRA.session());
    }

    @Override
    public OrganizationStore testee() {
        return store;
    }

    @Test
    void listShouldNotShowACreationThatWasInterrupted() {
        OrganizationId before = OrganizationId.generate();
        CASSANDRA
                .session()
                .execute(
                        "INSERT INTO organization_listing (bucket, id) VALUES (0, ?)",
                        OrganizationId.generate().value());

        assertThat(store.list(Optional.of(before), 10).collectList().block()).isEmpty();
    }
}
