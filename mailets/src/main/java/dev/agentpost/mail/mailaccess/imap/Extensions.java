package dev.agentpost.mail.mailaccess.imap;

import java.util.EnumSet;
import java.util.Set;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.display.HumanReadableText;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.response.StatusResponse.ResponseCode;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapProcessor.Responder;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.EnableProcessor;
import org.apache.james.mailbox.MessageManager;
import org.apache.james.mailbox.MessageManager.MailboxMetaData;
import reactor.core.publisher.Mono;

/** What a session has enabled of RFC 7162, by ENABLE or by a command that implies it. */
final class Extensions {
    private Extensions() {}

    static boolean hasQresync(ImapSession session) {
        return enabled(session).contains(ImapConstants.SUPPORTS_QRESYNC);
    }

    static boolean hasCondstore(ImapSession session) {
        return enabled(session).contains(ImapConstants.SUPPORTS_CONDSTORE);
    }

    private static Set<Capability> enabled(ImapSession session) {
        return EnableProcessor.getEnabledCapabilities(session);
    }

    /** Section 3.1: the first command that implies CONDSTORE is told the highest modification sequence. */
    static Mono<Void> enableCondstore(
            MessageManager mailbox, ImapSession session, Responder responder, StatusResponseFactory answers) {
        if (hasCondstore(session)) {
            return Mono.empty();
        }
        return Mono.fromCallable(() -> mailbox.getMetaDataReactive(
                        MailboxMetaData.RecentMode.IGNORE,
                        session.getMailboxSession(),
                        EnumSet.of(MailboxMetaData.Item.HighestModSeq)))
                .flatMap(metaData -> metaData)
                .doOnNext(metaData -> {
                    responder.respond(answers.untaggedOk(
                            HumanReadableText.HIGHEST_MOD_SEQ,
                            ResponseCode.highestModSeq(metaData.getHighestModSeq())));
                    enabled(session).add(ImapConstants.SUPPORTS_CONDSTORE);
                })
                .then();
    }
}
