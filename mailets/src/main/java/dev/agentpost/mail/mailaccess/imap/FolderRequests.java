package dev.agentpost.mail.mailaccess.imap;

import dev.agentpost.mail.folder.FolderName;
import dev.agentpost.mail.folder.FolderRules;
import dev.agentpost.mail.folder.FolderTree;
import dev.agentpost.mail.folder.FolderTree.Place;
import dev.agentpost.mail.folder.SystemFolder;
import dev.agentpost.mail.mailaccess.FolderNames;
import dev.agentpost.mail.mailaccess.imap.FolderDecision.Accept;
import dev.agentpost.mail.mailaccess.imap.FolderDecision.Proceed;
import dev.agentpost.mail.mailaccess.imap.FolderDecision.Refuse;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.GetMetadataRequest;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.message.request.SetMetadataRequest;
import org.apache.james.imap.message.request.SubscribeRequest;
import org.apache.james.mailbox.MailboxSession;
import reactor.core.publisher.Mono;

/** Leads the names in requests to the folders that they mean. Safe for use by many threads. */
public final class FolderRequests {
    /** The namespace of one's own folders, which James accepts in front of a name. */
    private static final String OWN_NAMESPACE = "#private.";

    private static final char OTHER_NAMESPACE = '#';

    private final FolderRules rules;
    private final InboxFolderNames names;

    @Inject
    FolderRequests(FolderRules rules, InboxFolderNames names) {
        this.rules = rules;
        this.names = names;
    }

    static String relative(String name) {
        return name.startsWith(OWN_NAMESPACE) ? name.substring(OWN_NAMESPACE.length()) : name;
    }

    /** An error when the folders of the inbox cannot be read. */
    Mono<FolderDecision> decide(ImapRequest request, MailboxSession session) {
        if (request instanceof RenameRequest rename) {
            if (!rules.creation()) {
                return Mono.just(new Refuse(FolderNames.CREATION_OFF));
            }
            return names.tree(session).map(tree -> rename(rename, tree));
        }
        if (NamedRequests.nameIn(request).filter(String::isEmpty).isPresent()) {
            return Mono.just(ofServer(request));
        }
        return NamedRequests.nameIn(request)
                .filter(name -> !relative(name).isEmpty())
                .map(name -> named(request, name, session))
                .orElseGet(() -> Mono.just(Proceed.unchanged(request)));
    }

    /** The server itself has no annotations (RFC 5464 section 3). */
    private static FolderDecision ofServer(ImapRequest request) {
        if (request instanceof GetMetadataRequest) {
            return new Accept();
        }
        return request instanceof SetMetadataRequest
                ? new Refuse("[NOPERM] the server takes no annotations")
                : Proceed.unchanged(request);
    }

    private Mono<FolderDecision> named(ImapRequest request, String asked, MailboxSession session) {
        String name = relative(asked);
        if (makesName(request)) {
            Optional<String> refusal = FolderNames.refusalToName(name);
            if (refusal.isPresent()) {
                return Mono.just(new Refuse(refusal.get()));
            }
        }
        if (name.charAt(0) == OTHER_NAMESPACE) {
            return Mono.just(Proceed.unchanged(request));
        }
        return place(FolderName.withoutTrailingDelimiter(name), session).map(place -> decide(request, asked, place));
    }

    private static boolean makesName(ImapRequest request) {
        return request instanceof CreateRequest || request instanceof SubscribeRequest;
    }

    /** For the folders that are always there, those of the inbox need not be read. */
    private Mono<Place> place(String name, MailboxSession session) {
        return SystemFolder.named(name)
                .map(folder -> Mono.just(new Place(folder.folderName(), true, false)))
                .orElseGet(() -> names.tree(session).map(tree -> tree.place(name)));
    }

    private FolderDecision decide(ImapRequest request, String asked, Place place) {
        if (request instanceof CreateRequest) {
            return create(request, asked, place);
        }
        if (request instanceof DeleteRequest) {
            Optional<String> refusal = FolderNames.refusalToRemove(place.folder());
            if (refusal.isPresent()) {
                return new Refuse(refusal.get());
            }
        }
        return proceed(request, asked, place);
    }

    private FolderDecision create(ImapRequest request, String asked, Place place) {
        if (place.alias()) {
            return new Accept();
        }
        if (place.exists()) {
            return new Refuse(FolderNames.ALREADY_EXISTS);
        }
        return rules.creation() ? proceed(request, asked, place) : new Refuse(FolderNames.CREATION_OFF);
    }

    private static FolderDecision proceed(ImapRequest request, String asked, Place place) {
        return new Proceed(NamedRequests.with(request, place.folder()), place.folder(), asked);
    }

    private static FolderDecision rename(RenameRequest request, FolderTree tree) {
        Place from = tree.place(FolderName.withoutTrailingDelimiter(relative(request.getExistingName())));
        String newName = FolderName.withoutTrailingDelimiter(relative(request.getNewName()));
        Place to = tree.place(newName);
        return FolderNames.refusalToRemove(from.folder())
                .or(() -> FolderNames.refusalToName(newName))
                .or(() -> FolderNames.refusalToMove(from, to))
                .<FolderDecision>map(Refuse::new)
                .orElseGet(() -> Proceed.unchanged(new RenameRequest(from.folder(), to.folder(), request.getTag())));
    }
}
