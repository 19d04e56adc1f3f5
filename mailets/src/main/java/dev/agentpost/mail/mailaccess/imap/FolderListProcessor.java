package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableList;
import dev.agentpost.mail.folder.FolderQuery.Selection;
import dev.agentpost.mail.folder.ListedFolder;
import java.util.List;
import javax.inject.Inject;
import org.apache.james.imap.api.ImapConstants;
import org.apache.james.imap.api.message.Capability;
import org.apache.james.imap.api.message.StatusDataItems;
import org.apache.james.imap.api.message.response.StatusResponseFactory;
import org.apache.james.imap.api.process.ImapSession;
import org.apache.james.imap.processor.AbstractMailboxProcessor;
import org.apache.james.imap.processor.CapabilityImplementingProcessor;
import org.apache.james.mailbox.MailboxManager;
import org.apache.james.mailbox.MailboxSession;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * LIST, LSUB and XLIST, in place of James's: with special-use attributes (RFC 6154) unasked, several patterns, other names
 * of folders, levels of hierarchy that are no folders, and names that compare without case.
 */
public final class FolderListProcessor extends AbstractMailboxProcessor<FolderListRequest>
        implements CapabilityImplementingProcessor {
    private static final List<Capability> CAPABILITIES = ImmutableList.of(
            Capability.of("LIST-EXTENDED"),
            Capability.of("LIST-STATUS"),
            Capability.of("SPECIAL-USE"),
            ImapConstants.SUPPORTS_XLIST);

    private final InboxFolderNames names;
    private final ExistingStatusProcessor status;

    @Inject
    FolderListProcessor(
            MailboxManager mailboxManager,
            StatusResponseFactory factory,
            MetricFactory metricFactory,
            InboxFolderNames names,
            ExistingStatusProcessor status) {
        super(FolderListRequest.class, mailboxManager, factory, metricFactory);
        this.names = names;
        this.status = status;
    }

    @Override
    public List<Capability> getImplementedCapabilities(ImapSession session) {
        return CAPABILITIES;
    }

    @Override
    protected Mono<Void> processRequestReactive(FolderListRequest request, ImapSession session, Responder responder) {
        if (request.query().patterns().isEmpty()) {
            return Mono.fromRunnable(() -> {
                responder.respond(new FolderLine(request.getCommand(), List.of("\\Noselect"), "", false));
                okComplete(request, responder);
            });
        }
        return listed(request, session.getMailboxSession())
                .concatMap(folder -> show(request, folder, session, responder))
                .then(unsolicitedResponses(session, responder, false))
                .then(Mono.fromRunnable(() -> okComplete(request, responder)));
    }

    private Flux<ListedFolder> listed(FolderListRequest request, MailboxSession session) {
        Mono<List<String>> subscriptions =
                needsSubscriptions(request) ? names.subscriptions(session) : Mono.just(List.of());
        return names.tree(session)
                .zipWith(subscriptions, (tree, subscribed) -> tree.list(request.query(), subscribed))
                .flatMapIterable(folders -> folders);
    }

    private static boolean needsSubscriptions(FolderListRequest request) {
        return request.showsSubscribed() || request.query().selections().contains(Selection.SUBSCRIBED);
    }

    private Mono<Void> show(FolderListRequest request, ListedFolder folder, ImapSession session, Responder responder) {
        responder.respond(FolderAttributes.line(request, folder));
        return folder.exists()
                ? request.status()
                        .map(items -> status(folder, items, session, responder))
                        .orElseGet(Mono::empty)
                : Mono.empty();
    }

    private Mono<Void> status(ListedFolder folder, StatusDataItems items, ImapSession session, Responder responder) {
        return status.report(
                folder.folder(), items, session, NamedAnswers.of(responder, folder.folder(), folder.name()));
    }

    @Override
    protected MDCBuilder mdc(FolderListRequest request) {
        return MDCBuilder.ofValue(MDCBuilder.ACTION, request.getCommand().getName());
    }
}
