package dev.agentpost.mail.inbox.cassandra;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlSession;
import dev.agentpost.mail.cassandra.CassandraExtension;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.AliasStore.Claim;
import dev.agentpost.mail.inbox.AliasStoreContract;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.InboxStore.Creation;
import dev.agentpost.mail.inbox.InboxStoreContract;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Aliases are made on one node, inboxes on another. */
class CassandraAliasStoreTest implements AliasStoreContract {
    @RegisterExtension
    static final CassandraExtension CASSANDRA = new CassandraExtension(InboxSchema.SCHEMA);

    private CqlSession otherNode;
    private AliasStore store;
    private InboxStore inboxes;
    private InboxTables inboxSteps;
    private AliasTables aliasSteps;

    @BeforeEach
    void setUp() {
        otherNode = CASSANDRA
                .newSession()
                .withKeyspace(CASSANDRA.session().getKeyspace().orElseThrow())
                .build();
        store = new CassandraAliasStore(CASSANDRA.session(), new TestClock());
        inboxes = new CassandraInboxStore(otherNode);
        inboxSteps = new InboxTables(CASSANDRA.session());
        aliasSteps = new AliasTables(CASSANDRA.session());
    }

    @AfterEach
    void tearDown() {
        otherNode.close();
    }

    @Override
    public AliasStore testee() {
        return store;
    }

    @Override
    public InboxStore inboxes() {
        return inboxes;
    }

    private Inbox inbox() {
        Inbox inbox =
                InboxStoreContract.inbox(OrganizationId.generate(), InboxStoreContract.address(), Optional.empty());
        inboxes.create(inbox).block();
        return inbox;
    }

    /** As a deletion leaves it that ran at the same moment as the alias was made, which was then interrupted. */
    private InboxAddress aliasOfNobody() {
        Inbox inbox = inbox();
        InboxAddress alias = InboxStoreContract.address();
        store.add(inbox, alias).block();
        inboxSteps.freeAddress(inbox).block();
        return alias;
    }

    @Test
    void aliasOfAnInboxThatIsGoneShouldLeadNowhere() {
        assertThat(store.findOwner(aliasOfNobody()).blockOptional()).isEmpty();
    }

    @Test
    void aliasOfAnInboxThatIsGoneShouldBeFreeForAnInbox() {
        Inbox next = InboxStoreContract.inbox(OrganizationId.generate(), aliasOfNobody(), Optional.of("client-1"));

        assertThat(inboxes.create(next).block()).isEqualTo(new Creation.Created(next));
        assertThat(inboxes.find(next.email()).block()).isEqualTo(next);
    }

    @Test
    void aliasOfAnInboxThatIsGoneShouldBeFreeForAnotherInbox() {
        InboxAddress alias = aliasOfNobody();
        Inbox next = inbox();

        assertThat(store.add(next, alias).block()).isEqualTo(Claim.ADDED);
        assertThat(store.findOwner(alias).block()).isEqualTo(next);
    }

    @Test
    void aliasShouldNotLeadToTheNextInboxOfTheSameAddress() {
        Inbox former = inbox();
        InboxAddress alias = InboxStoreContract.address();
        store.add(former, alias).block();
        inboxSteps.freeAddress(former).block();
        inboxes.create(InboxStoreContract.inbox(OrganizationId.generate(), former.email(), Optional.empty()))
                .block();

        assertThat(store.findOwner(alias).blockOptional()).isEmpty();
    }

    @Test
    void interruptedAdditionShouldNotBeListed() {
        Inbox inbox = inbox();
        aliasSteps.enlist(inbox, InboxStoreContract.address()).block();

        assertThat(store.list(inbox).collectList().block()).isEmpty();
    }
}
