package dev.agentpost.mail.filterrule.mailet;

import dev.agentpost.mail.core.mailet.KeptMails;
import dev.agentpost.mail.filterrule.CheckedRecipients;
import dev.agentpost.mail.filterrule.EnvelopeAddress;
import dev.agentpost.mail.filterrule.EnvelopeCheck;
import dev.agentpost.mail.filterrule.FilterDecision;
import dev.agentpost.mail.filterrule.RuleScope;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.submission.SubmissionAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.mailrepository.api.MailRepositoryStore;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Asks the rules again before anything is delivered, since not all mail came by RCPT: what was enqueued by the server
 * itself, or put back by an operator. Recipients that passed RCPT a short while ago go on unasked. Those that are blocked
 * leave the mail, which is kept with them in a mail repository and not bounced: the answer at RCPT is what senders get. A
 * store that fails is a failure of the mail, which is then processed again.
 *
 * <p>Parameter {@code repository}: the URL of the mail repository.
 */
public final class ApplyFilterRules extends GenericMailet {
    /** Longer than an accepted mail takes to get here unless it was held up. */
    static final Duration CHECK_HOLDS = Duration.ofMinutes(1);

    private static final Logger LOGGER = LoggerFactory.getLogger(ApplyFilterRules.class);

    private final EnvelopeCheck check;
    private final MailRepositoryStore repositories;
    private final Clock clock;
    private KeptMails kept;

    @Inject
    public ApplyFilterRules(EnvelopeCheck check, MailRepositoryStore repositories, Clock clock) {
        this.check = check;
        this.repositories = repositories;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        kept = KeptMails.in(repositories, getInitParameter("repository"));
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Set<MailAddress> passed = CheckedRecipients.read(mail, clock.instant().minus(CHECK_HOLDS));
        List<MailAddress> unasked = mail.getRecipients().stream()
                .filter(recipient -> !passed.contains(recipient))
                .toList();
        if (unasked.isEmpty()) {
            return;
        }
        Map<MailAddress, FilterDecision.Blocked> blocked = blocked(mail, unasked);
        if (!blocked.isEmpty()) {
            keep(mail, blocked);
        }
    }

    private Map<MailAddress, FilterDecision.Blocked> blocked(Mail mail, List<MailAddress> recipients) {
        Optional<EnvelopeAddress> sender = mail.getMaybeSender().asOptional().map(ApplyFilterRules::address);
        Optional<RuleScope> submitter = submitter(mail)
                .or(() -> Mono.justOrEmpty(sender).flatMap(check::scopeOf).blockOptional());
        Map<MailAddress, FilterDecision.Blocked> blocked = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            if (check.decide(submitter, sender, address(recipient)).block() instanceof FilterDecision.Blocked refusal) {
                blocked.put(recipient, refusal);
            }
        }
        return blocked;
    }

    private static Optional<RuleScope> submitter(Mail mail) {
        return text(mail, SubmissionAttributes.ORGANIZATION_ID)
                .flatMap(organization -> text(mail, SubmissionAttributes.INBOX_ID)
                        .map(inbox -> new RuleScope(OrganizationId.of(organization), InboxId.of(inbox))));
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    private void keep(Mail mail, Map<MailAddress, FilterDecision.Blocked> blocked) throws MessagingException {
        List<MailAddress> others = new ArrayList<>(mail.getRecipients());
        others.removeAll(blocked.keySet());
        String why = blocked.entrySet().stream()
                .map(entry ->
                        entry.getKey().asString() + ": " + entry.getValue().explanation())
                .collect(Collectors.joining("\n"));
        String nameBefore = mail.getName();
        String errorBefore = mail.getErrorMessage();
        mail.setRecipients(blocked.keySet());
        mail.setErrorMessage(why);
        kept.keep(mail);
        mail.setErrorMessage(errorBefore);
        mail.setName(nameBefore);
        mail.setRecipients(others);
        LOGGER.info(
                "mail {} from {} kept in mail repository {} for: {}",
                mail.getName(),
                mail.getMaybeSender().asString("<>"),
                kept,
                why);
        if (others.isEmpty()) {
            mail.setState(Mail.GHOST);
        }
    }

    private static EnvelopeAddress address(MailAddress address) {
        return EnvelopeAddress.of(address.getLocalPart(), address.getDomain().asString());
    }

    @Override
    public String getMailetInfo() {
        return "ApplyFilterRules";
    }
}
