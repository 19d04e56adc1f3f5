package dev.agentpost.mail.mailaccess.imap;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.GetMetadataRequest;
import org.apache.james.imap.message.request.GetQuotaRootRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.message.request.SetMetadataRequest;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.request.SubscribeRequest;
import org.apache.james.imap.message.request.UnsubscribeRequest;

/** James's requests that name one folder, and how they are made for another. RENAME, which names two, is apart. */
final class NamedRequests {
    private record Kind<R extends ImapRequest>(
            Class<R> type, Function<R, String> name, BiFunction<R, String, ImapRequest> renamed) {
        private Optional<String> nameOf(ImapRequest request) {
            return type.isInstance(request) ? Optional.of(name.apply(type.cast(request))) : Optional.empty();
        }

        private ImapRequest with(ImapRequest request, String folder) {
            return renamed.apply(type.cast(request), folder);
        }
    }

    private static final List<Kind<?>> KINDS = List.of(
            new Kind<>(SelectRequest.class, SelectRequest::getMailboxName, NamedRequests::select),
            new Kind<>(ExamineRequest.class, ExamineRequest::getMailboxName, NamedRequests::examine),
            new Kind<>(
                    StatusRequest.class,
                    StatusRequest::getMailboxName,
                    (status, name) -> new StatusRequest(name, status.getStatusDataItems(), status.getTag())),
            new Kind<>(
                    AppendRequest.class,
                    AppendRequest::getMailboxName,
                    (append, name) -> new AppendRequest(
                            name, append.getFlags(), append.getDatetime(), append.getMessage(), append.getTag())),
            new Kind<>(
                    CopyRequest.class,
                    CopyRequest::getMailboxName,
                    (copy, name) -> new CopyRequest(copy.getIdSet(), name, copy.isUseUids(), copy.getTag())),
            new Kind<>(
                    MoveRequest.class,
                    MoveRequest::getMailboxName,
                    (move, name) -> new MoveRequest(move.getIdSet(), name, move.isUseUids(), move.getTag())),
            new Kind<>(
                    CreateRequest.class,
                    CreateRequest::getMailboxName,
                    (create, name) -> new CreateRequest(name, create.getTag())),
            new Kind<>(
                    DeleteRequest.class,
                    DeleteRequest::getMailboxName,
                    (delete, name) -> new DeleteRequest(name, delete.getTag())),
            new Kind<>(
                    SubscribeRequest.class,
                    SubscribeRequest::getMailboxName,
                    (subscribe, name) -> new SubscribeRequest(name, subscribe.getTag())),
            new Kind<>(
                    UnsubscribeRequest.class,
                    UnsubscribeRequest::getMailboxName,
                    (unsubscribe, name) -> new UnsubscribeRequest(name, unsubscribe.getTag())),
            new Kind<>(
                    GetQuotaRootRequest.class,
                    GetQuotaRootRequest::getMailboxName,
                    (get, name) -> new GetQuotaRootRequest(get.getTag(), name)),
            new Kind<>(GetMetadataRequest.class, GetMetadataRequest::getMailboxName, NamedRequests::getMetadata),
            new Kind<>(
                    SetMetadataRequest.class,
                    SetMetadataRequest::getMailboxName,
                    (set, name) -> new SetMetadataRequest(set.getTag(), name, set.getMailboxAnnotations())));

    private NamedRequests() {}

    /** Empty for a request of another kind. */
    static Optional<String> nameIn(ImapRequest request) {
        return KINDS.stream().flatMap(kind -> kind.nameOf(request).stream()).findFirst();
    }

    static ImapRequest with(ImapRequest request, String folder) {
        return KINDS.stream()
                .filter(kind -> kind.type.isInstance(request))
                .findFirst()
                .map(kind -> kind.with(request, folder))
                .orElse(request);
    }

    private static SelectRequest select(SelectRequest select, String name) {
        return new SelectRequest(
                name,
                select.getCondstore(),
                select.getLastKnownUidValidity(),
                select.getKnownModSeq(),
                select.getUidSet(),
                select.getKnownUidSet(),
                select.getKnownSequenceSet(),
                select.getTag());
    }

    private static ExamineRequest examine(ExamineRequest examine, String name) {
        return new ExamineRequest(
                name,
                examine.getCondstore(),
                examine.getLastKnownUidValidity(),
                examine.getKnownModSeq(),
                examine.getUidSet(),
                examine.getKnownUidSet(),
                examine.getKnownSequenceSet(),
                examine.getTag());
    }

    private static GetMetadataRequest getMetadata(GetMetadataRequest get, String name) {
        return GetMetadataRequest.builder()
                .tag(get.getTag())
                .mailboxName(name)
                .keys(get.getKeys())
                .maxsize(get.getMaxsize())
                .depth(get.getDepth())
                .build();
    }
}
