package dev.agentpost.mail.filterrule.mailet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.address.AddressBooks;
import dev.agentpost.mail.admin.webadmin.Outage;
import dev.agentpost.mail.core.TestClock;
import dev.agentpost.mail.domain.LocalDomains;
import dev.agentpost.mail.filterrule.CheckedRecipients;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.EnvelopeCheck;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.FilterRules;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.filterrule.memory.MemoryFilterRuleStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.inbox.memory.MemoryInboxStore;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.mailrepository.api.MailKey;
import org.apache.james.mailrepository.api.MailRepository;
import org.apache.james.mailrepository.api.MailRepositoryPath;
import org.apache.james.mailrepository.api.MailRepositoryUrl;
import org.apache.james.mailrepository.api.Protocol;
import org.apache.james.mailrepository.memory.MailRepositoryStoreConfiguration;
import org.apache.james.mailrepository.memory.MemoryMailRepository;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryStore;
import org.apache.james.mailrepository.memory.MemoryMailRepositoryUrlStore;
import org.apache.james.mailrepository.memory.SimpleMailRepositoryLoader;
import org.apache.james.server.core.MailImpl;
import org.apache.james.webadmin.service.ReprocessingService;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMailetConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** "evaluated … every other way into the outgoing queue": whatever reaches the delivery without having passed RCPT. */
class ApplyFilterRulesTest {
    private static final String DOMAIN = "here.example";
    private static final String OUTSIDER = "customer@example.com";
    private static final String OTHER_OUTSIDER = "somebody@example.org";
    private static final MailKey KEY = new MailKey("01ARZ3NDEKTSV4RRFFQ69G5FAV");

    private final TestClock clock = new TestClock();
    private final Outage outage = new Outage();
    private final OrganizationId acme = OrganizationId.generate();
    private final InboxStore inboxes = new MemoryInboxStore();
    private final FilterRuleStore store = outage.before(FilterRuleStore.class, new MemoryFilterRuleStore());
    private final LocalDomains localDomains = domain -> Mono.just(domain.equals(DOMAIN));
    private final FilterRules rules = new FilterRules(store, localDomains);
    private final Inbox alice = inbox("alice");
    private final Inbox bob = inbox("bob");

    private MailRepository repository;
    private ApplyFilterRules testee;

    private Inbox inbox(String localPart) {
        Inbox inbox = new Inbox(
                InboxId.generate(),
                acme,
                new InboxAddress(localPart, DOMAIN),
                Optional.empty(),
                Optional.empty(),
                false,
                Instant.EPOCH);
        inboxes.create(inbox).block();
        return inbox;
    }

    @BeforeEach
    void init() throws Exception {
        MailRepositoryStoreConfiguration configuration =
                MailRepositoryStoreConfiguration.forItems(new MailRepositoryStoreConfiguration.Item(
                        ImmutableList.of(new Protocol("memory")),
                        MemoryMailRepository.class.getName(),
                        new BaseHierarchicalConfiguration()));
        MemoryMailRepositoryStore repositories = new MemoryMailRepositoryStore(
                new MemoryMailRepositoryUrlStore(), new SimpleMailRepositoryLoader(), configuration);
        repositories.init();
        testee = new ApplyFilterRules(
                new EnvelopeCheck(rules, AddressBooks.of(localDomains, inboxes)), repositories, clock);
        testee.init(FakeMailetConfig.builder()
                .setProperty("repository", "memory://blocked/")
                .build());
        repository = repositories.select(
                MailRepositoryUrl.fromPathAndProtocol(new Protocol("memory"), MailRepositoryPath.from("blocked")));
    }

    private void block(Direction direction, String domain) {
        rules.create(new FilterRule(
                        FilterRuleId.generate(),
                        acme,
                        direction,
                        RuleAction.BLOCK,
                        new RulePattern(MatchType.DOMAIN, domain),
                        Optional.empty(),
                        Optional.empty(),
                        Instant.EPOCH))
                .block();
    }

    private static MailImpl mail(String sender, String... recipients) throws Exception {
        return MailImpl.builder()
                .name(KEY.asString())
                .sender(sender)
                .addRecipients(recipients)
                .build();
    }

    private static List<String> recipients(Mail mail) {
        return mail.getRecipients().stream().map(MailAddress::asString).toList();
    }

    @Test
    void blockedRecipientShouldBeKeptWhileOthersGoOn() throws Exception {
        block(Direction.SEND, "example.com");
        Mail mail = mail("alice@here.example", OUTSIDER, OTHER_OUTSIDER, "bob@here.example");

        testee.service(mail);

        assertThat(recipients(mail)).containsExactly(OTHER_OUTSIDER, "bob@here.example");
        assertThat(mail.getState()).isNotEqualTo(Mail.GHOST);
        assertThat(mail.getErrorMessage()).isNull();
        assertThat(recipients(repository.retrieve(KEY))).containsExactly(OUTSIDER);
        assertThat(repository.retrieve(KEY).getErrorMessage())
                .contains(OUTSIDER, "blocked by filter rule rul_", "domain example.com");
    }

    @Test
    void mailThatIsBlockedForAllShouldEnd() throws Exception {
        block(Direction.SEND, "example.com");
        Mail mail = mail("alice@here.example", OUTSIDER);

        testee.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
        assertThat(recipients(repository.retrieve(KEY))).containsExactly(OUTSIDER);
    }

    @Test
    void sameMailShouldGoOnOnceTheRuleIsGone() throws Exception {
        block(Direction.SEND, "example.com");
        testee.service(mail("alice@here.example", OUTSIDER));
        rules.delete(
                        acme,
                        store.list(acme, FilterRuleStore.Selection.ALL, Optional.empty(), 1)
                                .blockFirst()
                                .id())
                .block();
        Mail again = repository.retrieve(KEY);

        testee.service(again);

        assertThat(recipients(again)).containsExactly(OUTSIDER);
        assertThat(again.getState()).isNotEqualTo(Mail.GHOST);
    }

    /** James removes what it put back after that, under the name that it had. */
    @Test
    void mailThatIsPutBackShouldBeKeptUnderAnotherName() throws Exception {
        block(Direction.SEND, "example.com");
        testee.service(mail("alice@here.example", OUTSIDER));
        Mail again = repository.retrieve(KEY);
        again.setAttribute(new Attribute(ReprocessingService.RETRY_ATTRIBUTE_NAME, AttributeValue.of(1)));

        testee.service(again);
        repository.remove(KEY);

        assertThat(repository.list()).toIterable().containsExactly(new MailKey(KEY.asString() + "!1"));
    }

    /** Processed again after a failure. */
    @Test
    void mailThatIsProcessedAgainShouldBeKeptOnce() throws Exception {
        block(Direction.SEND, "example.com");
        testee.service(mail("alice@here.example", OUTSIDER));

        testee.service(mail("alice@here.example", OUTSIDER));

        assertThat(repository.list()).toIterable().containsExactly(KEY);
    }

    @Test
    void senderShouldBeKnownByItsTaggedAddressToo() throws Exception {
        block(Direction.SEND, "example.com");
        Mail mail = mail("alice+tag@here.example", OUTSIDER);

        testee.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void submitterShouldCountWhateverTheSenderIs() throws Exception {
        block(Direction.SEND, "example.com");
        MailImpl mail = MailImpl.builder()
                .name(KEY.asString())
                .sender(MaybeSender.nullSender())
                .addRecipient(OUTSIDER)
                .build();
        mail.setAttribute(new Attribute(SubmissionAttributes.ORGANIZATION_ID, AttributeValue.of(acme.value())));
        mail.setAttribute(new Attribute(
                SubmissionAttributes.INBOX_ID, AttributeValue.of(alice.id().value())));

        testee.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void mailOfNobodyHereShouldNotBeSubjectToSendRules() throws Exception {
        block(Direction.SEND, "example.com");
        Mail mail = mail("stranger@example.net", OUTSIDER);

        testee.service(mail);

        assertThat(recipients(mail)).containsExactly(OUTSIDER);
    }

    @Test
    void receiveRulesShouldHoldForMailFromAnywhere() throws Exception {
        block(Direction.RECEIVE, "example.net");
        Mail blocked = mail("stranger@example.net", "bob@here.example");
        Mail other = mail("stranger@example.org", "bob@here.example");

        testee.service(blocked);
        testee.service(other);

        assertThat(blocked.getState()).isEqualTo(Mail.GHOST);
        assertThat(recipients(other)).containsExactly(bob.email().asString());
    }

    @Test
    void bounceShouldPassReceiveRules() throws Exception {
        block(Direction.RECEIVE, "here.example");
        MailImpl bounce = MailImpl.builder()
                .name(KEY.asString())
                .sender(MaybeSender.nullSender())
                .addRecipient("bob@here.example")
                .build();

        testee.service(bounce);

        assertThat(recipients(bounce)).containsExactly("bob@here.example");
    }

    @Test
    void recipientThatPassedRcptJustNowShouldNotBeAskedAbout() throws Exception {
        Mail mail = mail("alice@here.example", OUTSIDER);
        CheckedRecipients.write(mail, clock.instant());
        outage.begin(FilterRuleStore.class);
        clock.advance(ApplyFilterRules.CHECK_HOLDS);

        testee.service(mail);

        assertThat(recipients(mail)).containsExactly(OUTSIDER);
    }

    @Test
    void recipientThatPassedRcptLongAgoShouldBeAskedAboutAgain() throws Exception {
        Mail mail = mail("alice@here.example", OUTSIDER);
        CheckedRecipients.write(mail, clock.instant());
        block(Direction.SEND, "example.com");
        clock.advance(ApplyFilterRules.CHECK_HOLDS.plusMillis(1));

        testee.service(mail);

        assertThat(mail.getState()).isEqualTo(Mail.GHOST);
    }

    @Test
    void recipientThatWasAddedSinceRcptShouldBeAskedAbout() throws Exception {
        Mail mail = mail("alice@here.example", OTHER_OUTSIDER);
        CheckedRecipients.write(mail, clock.instant());
        block(Direction.SEND, "example.com");
        mail.setRecipients(List.of(new MailAddress(OUTSIDER), new MailAddress(OTHER_OUTSIDER)));

        testee.service(mail);

        assertThat(recipients(mail)).containsExactly(OTHER_OUTSIDER);
    }

    /** "a store failure is a retry, not a loss". */
    @Test
    void storeFailureShouldFailTheMailWithItsRecipients() throws Exception {
        Mail mail = mail("alice@here.example", OUTSIDER, OTHER_OUTSIDER);
        outage.begin(FilterRuleStore.class);

        assertThatThrownBy(() -> testee.service(mail)).hasMessageContaining("failed");

        assertThat(recipients(mail)).containsExactly(OUTSIDER, OTHER_OUTSIDER);
        assertThat(repository.size()).isZero();
        outage.end();
        testee.service(mail);
        assertThat(recipients(mail)).containsExactly(OUTSIDER, OTHER_OUTSIDER);
    }
}
