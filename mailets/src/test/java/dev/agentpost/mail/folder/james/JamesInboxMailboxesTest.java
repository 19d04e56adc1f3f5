package dev.agentpost.mail.folder.james;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxMailboxes;
import java.nio.charset.StandardCharsets;
import org.apache.james.core.Username;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.mailbox.MessageManager.AppendCommand;
import org.apache.james.mailbox.SubscriptionManager;
import org.apache.james.mailbox.inmemory.InMemoryMailboxManager;
import org.apache.james.mailbox.inmemory.manager.InMemoryIntegrationResources;
import org.apache.james.mailbox.model.MailboxPath;
import org.apache.james.mailbox.store.StoreSubscriptionManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class JamesInboxMailboxesTest {
    private static final InboxAddress ALICE =
            InboxAddress.parse("alice@acme.example").orElseThrow();
    private static final Username OWNER = Username.of(ALICE.asString());

    private final InMemoryMailboxManager manager =
            InMemoryIntegrationResources.defaultResources().getMailboxManager();
    private final SubscriptionManager subscriptions =
            new StoreSubscriptionManager(manager.getMapperFactory(), manager.getMapperFactory(), manager.getEventBus());
    private final InboxMailboxes mailboxes = new JamesInboxMailboxes(manager, subscriptions);
    private final MailboxSession session = manager.createSystemSession(OWNER);

    @BeforeEach
    void createFoldersWithMail() throws Exception {
        mailboxes.provision(ALICE).block();
        for (String folder : new String[] {"INBOX", "Sent", "Trash"}) {
            manager.getMailbox(MailboxPath.forUser(OWNER, folder), session)
                    .appendMessage(
                            AppendCommand.builder().build("Subject: old\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                            session);
        }
    }

    private long messages() throws Exception {
        long messages = 0;
        for (MailboxPath path : manager.list(session)) {
            messages += manager.getMailbox(path, session).getMessageCount(session);
        }
        return messages;
    }

    @Test
    void deleteShouldLeaveNoFolderAndNoSubscription() throws Exception {
        mailboxes.delete(ALICE, Mono.just(true)).block();
        mailboxes.delete(ALICE, Mono.just(true)).block();

        assertThat(manager.list(session)).isEmpty();
        assertThat(subscriptions.subscriptions(session)).isEmpty();
    }

    @Test
    void foldersOfTheNextInboxShouldBeEmpty() throws Exception {
        assertThat(messages()).isEqualTo(3);
        mailboxes.delete(ALICE, Mono.just(true)).block();

        mailboxes.provision(ALICE).block();

        assertThat(manager.list(session)).hasSize(4);
        assertThat(messages()).isZero();
    }

    /** A deletion that another node has ended meanwhile. */
    @Test
    void foldersOfWhoHasTheAddressByNowShouldStay() throws Exception {
        mailboxes.delete(ALICE, Mono.just(false)).block();

        assertThat(messages()).isEqualTo(3);
        assertThat(subscriptions.subscriptions(session)).hasSize(4);
    }
}
