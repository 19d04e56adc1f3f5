package dev.agentpost.mail.inbox.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.InboxStore.Creation;
import dev.agentpost.mail.inbox.InboxStoreContract;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CassandraInboxStoreTest implements InboxStoreContract {
    private static final OrganizationId ACME = OrganizationId.generate();

    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(InboxSchema.SCHEMA);

    private InboxStore store;
    private InboxTables steps;

    @BeforeEach
    void setUp() {
        store = new CassandraInboxStore(CASSANDRA.session());
        steps = new InboxTables(CASSANDRA.session());
    }

    @Override
    public InboxStore testee() {
        return store;
    }

    private static Inbox withClientId(String clientId) {
        return InboxStoreContract.inbox(OrganizationId.generate(), InboxStoreContract.address(), Optional.of(clientId));
    }

    private static Inbox repetitionOf(Inbox inbox) {
        return InboxStoreContract.inbox(inbox.organizationId(), InboxStoreContract.address(), inbox.clientId());
    }

    private List<Inbox> listOf(OrganizationId organization) {
        return store.list(organization, Optional.empty(), 10).collectList().block();
    }

    @Test
    void repetitionShouldFinishACreationThatEndedAfterTheClaimOfTheClientId() {
        Inbox first = withClientId("client-1");
        steps.claimClientId(first).block();

        Creation creation = store.create(repetitionOf(first)).block();

        assertThat(creation).isEqualTo(new Creation.Repeated(first));
        assertThat(store.find(first.email()).block()).isEqualTo(first);
        assertThat(listOf(first.organizationId())).containsExactly(first);
    }

    @Test
    void repetitionShouldFinishACreationThatEndedAfterTheListing() {
        Inbox first = withClientId("client-1");
        steps.claimClientId(first).block();
        steps.enlist(first).block();

        Creation creation = store.create(repetitionOf(first)).block();

        assertThat(creation).isEqualTo(new Creation.Repeated(first));
        assertThat(listOf(first.organizationId())).containsExactly(first);
    }

    @Test
    void repetitionShouldMakeItsOwnInboxWhenTheInterruptedOneLostItsAddress() {
        Inbox interrupted = withClientId("client-1");
        steps.claimClientId(interrupted).block();
        store.create(InboxStoreContract.inbox(ACME, interrupted.email(), Optional.empty()))
                .block();
        Inbox repetition = repetitionOf(interrupted);

        Creation creation = store.create(repetition).block();

        assertThat(creation).isEqualTo(new Creation.Created(repetition));
        assertThat(listOf(interrupted.organizationId())).containsExactly(repetition);
    }

    @Test
    void interruptedCreationShouldNotBeListed() {
        Inbox interrupted = withClientId("client-1");
        steps.claimClientId(interrupted).block();
        steps.enlist(interrupted).block();

        assertThat(listOf(interrupted.organizationId())).isEmpty();
        assertThat(store.find(interrupted.email()).blockOptional()).isEmpty();
    }

    @Test
    void interruptedDeletionShouldBeFinishedByARepetition() {
        Inbox inbox = withClientId("client-1");
        store.create(inbox).block();
        steps.freeClientId(inbox).block();

        store.delete(inbox).block();

        assertThat(store.find(inbox.email()).blockOptional()).isEmpty();
        assertThat(listOf(inbox.organizationId())).isEmpty();
    }

    @Test
    void listShouldNotShowTheNextOwnerOfAnAddressAsTheFormerOwners() {
        Inbox former = withClientId("client-1");
        store.create(former).block();
        steps.freeAddress(former).block();
        store.create(InboxStoreContract.inbox(ACME, former.email(), Optional.empty()))
                .block();

        assertThat(listOf(former.organizationId())).isEmpty();
    }

    @Test
    void listShouldReadManyPages() {
        OrganizationId organization = OrganizationId.generate();
        for (int i = 0; i < 120; i++) {
            store.create(InboxStoreContract.inbox(organization, InboxStoreContract.address(), Optional.empty()))
                    .block();
        }

        assertThat(store.list(organization, Optional.empty(), 100).collectList().block())
                .hasSize(100)
                .extracting(inbox -> inbox.id().value())
                .isSorted();
    }
}
