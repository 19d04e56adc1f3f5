package dev.agentpost.mail.address.smtp;

import dev.agentpost.mail.address.AddressBook;
import dev.agentpost.mail.address.Destination;
import dev.agentpost.mail.address.RecipientOwners;
import dev.agentpost.mail.core.smtp.StoreCalls;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.organization.OrganizationId;
import java.util.HashMap;
import java.util.Map;
import javax.inject.Inject;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;
import reactor.core.publisher.Mono;

/** Writes down whose the recipients are. A store that fails is answered by the caller. */
public class RecipientOwnersHook implements RcptHook, JamesMessageHook {
    private static final AttachmentKey<Owners> OWNERS = AttachmentKey.of("agentpost.recipient_owners", Owners.class);

    private final AddressBook addresses;

    /** Touched by the thread of the session alone. */
    private record Owners(Map<MailAddress, OrganizationId> byAddress) {}

    @Inject
    public RecipientOwnersHook(AddressBook addresses) {
        this.addresses = addresses;
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        Mono<OrganizationId> owner = addresses
                .find(recipient.getLocalPart(), recipient.getDomain().asString())
                .map(Destination::reached)
                .flatMap(Mono::justOrEmpty)
                .map(Inbox::organizationId);
        StoreCalls.await(session, owner)
                .ifPresent(organization -> owners(session).byAddress().put(recipient, organization));
        return HookResult.DECLINED;
    }

    private static Owners owners(SMTPSession session) {
        return session.getAttachment(OWNERS, State.Transaction).orElseGet(() -> {
            Owners none = new Owners(new HashMap<>());
            session.setAttachment(OWNERS, none, State.Transaction);
            return none;
        });
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        Map<MailAddress, OrganizationId> known = owners(session).byAddress();
        known.keySet().retainAll(mail.getRecipients());
        RecipientOwners.write(mail, known);
        return HookResult.DECLINED;
    }
}
