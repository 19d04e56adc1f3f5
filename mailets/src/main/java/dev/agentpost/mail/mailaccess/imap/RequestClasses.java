package dev.agentpost.mail.mailaccess.imap;

import com.google.common.collect.ImmutableMap;
import dev.agentpost.mail.login.imap.InboxLoginRequest;
import dev.agentpost.mail.mailaccess.CommandClass;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.imap.api.message.request.ImapRequest;
import org.apache.james.imap.message.request.AppendRequest;
import org.apache.james.imap.message.request.AuthenticateRequest;
import org.apache.james.imap.message.request.CapabilityRequest;
import org.apache.james.imap.message.request.CheckRequest;
import org.apache.james.imap.message.request.CloseRequest;
import org.apache.james.imap.message.request.CopyRequest;
import org.apache.james.imap.message.request.CreateRequest;
import org.apache.james.imap.message.request.DeleteRequest;
import org.apache.james.imap.message.request.EnableRequest;
import org.apache.james.imap.message.request.ExamineRequest;
import org.apache.james.imap.message.request.ExpungeRequest;
import org.apache.james.imap.message.request.FetchRequest;
import org.apache.james.imap.message.request.GetMetadataRequest;
import org.apache.james.imap.message.request.GetQuotaRequest;
import org.apache.james.imap.message.request.GetQuotaRootRequest;
import org.apache.james.imap.message.request.IDRequest;
import org.apache.james.imap.message.request.IRAuthenticateRequest;
import org.apache.james.imap.message.request.IdleRequest;
import org.apache.james.imap.message.request.LogoutRequest;
import org.apache.james.imap.message.request.MoveRequest;
import org.apache.james.imap.message.request.NamespaceRequest;
import org.apache.james.imap.message.request.NoopRequest;
import org.apache.james.imap.message.request.RenameRequest;
import org.apache.james.imap.message.request.SearchRequest;
import org.apache.james.imap.message.request.SelectRequest;
import org.apache.james.imap.message.request.SetMetadataRequest;
import org.apache.james.imap.message.request.StatusRequest;
import org.apache.james.imap.message.request.StoreRequest;
import org.apache.james.imap.message.request.SubscribeRequest;
import org.apache.james.imap.message.request.UnselectRequest;
import org.apache.james.imap.message.request.UnsubscribeRequest;

/** What each request of James's does. One that is not listed is not served, so a new one cannot slip past the scopes. */
final class RequestClasses {
    private static final Set<Class<?>> BEFORE_LOGIN = Set.of(
            CapabilityRequest.class,
            NoopRequest.class,
            LogoutRequest.class,
            IDRequest.class,
            InboxLoginRequest.class,
            AuthenticateRequest.class,
            IRAuthenticateRequest.class);
    private static final Map<Class<?>, CommandClass> AFTER_LOGIN = afterLogin();

    private RequestClasses() {}

    static boolean isAllowedBeforeLogin(ImapRequest request) {
        return BEFORE_LOGIN.contains(request.getClass());
    }

    static Optional<CommandClass> of(ImapRequest request) {
        return Optional.ofNullable(AFTER_LOGIN.get(request.getClass()));
    }

    private static Map<Class<?>, CommandClass> afterLogin() {
        ImmutableMap.Builder<Class<?>, CommandClass> classes = ImmutableMap.builder();
        Set.of(
                        CapabilityRequest.class,
                        NoopRequest.class,
                        LogoutRequest.class,
                        IDRequest.class,
                        EnableRequest.class,
                        NamespaceRequest.class,
                        CheckRequest.class,
                        IdleRequest.class)
                .forEach(request -> classes.put(request, CommandClass.SESSION));
        Set.of(
                        SelectRequest.class,
                        ExamineRequest.class,
                        FolderListRequest.class,
                        StatusRequest.class,
                        SearchRequest.class,
                        GetQuotaRequest.class,
                        GetQuotaRootRequest.class,
                        GetMetadataRequest.class)
                .forEach(request -> classes.put(request, CommandClass.READ));
        Set.of(CreateRequest.class, DeleteRequest.class, RenameRequest.class)
                .forEach(request -> classes.put(request, CommandClass.FOLDER));
        Set.of(SubscribeRequest.class, UnsubscribeRequest.class)
                .forEach(request -> classes.put(request, CommandClass.SUBSCRIBE));
        return classes.put(FetchRequest.class, CommandClass.FETCH)
                .put(StoreRequest.class, CommandClass.STORE)
                .put(UnselectRequest.class, CommandClass.UNSELECT)
                .put(CloseRequest.class, CommandClass.CLOSE)
                .put(ExpungeRequest.class, CommandClass.EXPUNGE)
                .put(MoveRequest.class, CommandClass.MOVE)
                .put(CopyRequest.class, CommandClass.COPY)
                .put(AppendRequest.class, CommandClass.APPEND)
                .put(SetMetadataRequest.class, CommandClass.SET_METADATA)
                .build();
    }
}
