package dev.agentpost.mail.inbox.james;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.InboxLogin;
import dev.agentpost.mail.login.LoginAttempt;
import dev.agentpost.mail.login.LoginProtocol;
import dev.agentpost.mail.login.LoginResult;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.organization.OrganizationId;
import dev.agentpost.mail.organization.OrganizationStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.inject.Inject;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.Username;
import org.apache.james.user.api.UsersRepository;
import org.apache.james.user.api.UsersRepositoryException;
import org.apache.james.user.api.model.User;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * James's users are our inboxes; they are made and removed by the admin routes alone, and a password is an API key.
 * Safe for use by many threads.
 *
 * <p>That an inbox exists is remembered for a second; that it does not is never remembered, so a new inbox works at
 * once.
 */
public final class InboxUsersRepository implements UsersRepository {
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int MAX_REMEMBERED = 10_000;
    private static final int PAGE_SIZE = 100;

    /** Above every timeout of the store, which answers or fails earlier. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final InboxStore inboxes;
    private final OrganizationStore organizations;
    private final InboxLogin login;
    private final Cache<InboxAddress, Boolean> known;

    @Inject
    public InboxUsersRepository(InboxStore inboxes, OrganizationStore organizations, InboxLogin login, Clock clock) {
        this.inboxes = inboxes;
        this.organizations = organizations;
        this.login = login;
        this.known = Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(REMEMBERED)
                .maximumSize(MAX_REMEMBERED)
                .build();
    }

    @Override
    public boolean contains(Username name) throws UsersRepositoryException {
        return await(containsReactive(name));
    }

    @Override
    public Mono<Boolean> containsReactive(Username name) {
        return Mono.justOrEmpty(InboxAddress.parse(name.asString()))
                .flatMap(this::exists)
                .defaultIfEmpty(false);
    }

    private Mono<Boolean> exists(InboxAddress email) {
        if (known.getIfPresent(email) != null) {
            return Mono.just(true);
        }
        return inboxes.find(email).map(inbox -> true).doOnNext(found -> known.put(email, found));
    }

    @Override
    public boolean test(Username name, String password) throws UsersRepositoryException {
        LoginAttempt attempt =
                new LoginAttempt(LoginProtocol.OTHER, name.asString(), password, Scope.MESSAGES_READ, Optional.empty());
        LoginResult result = await(login.login(attempt));
        return result instanceof LoginResult.Allowed allowed
                && !allowed.context().organizationSuspended();
    }

    @Override
    public Username getUsername(MailAddress mailAddress) {
        return Username.of(InboxAddress.parseWithoutTag(mailAddress.asString())
                .map(InboxAddress::asString)
                .orElseGet(mailAddress::asString));
    }

    @Override
    public MailAddress getMailAddressFor(Username username) throws UsersRepositoryException {
        try {
            return username.asMailAddress();
        } catch (AddressException e) {
            throw new UsersRepositoryException("'" + username.asString() + "' is not an address", e);
        }
    }

    @Override
    public boolean supportVirtualHosting() {
        return true;
    }

    @Override
    public boolean isAdministrator(Username username) {
        return false;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public int countUsers() throws UsersRepositoryException {
        return Math.toIntExact(await(listReactive().count()));
    }

    @Override
    public Iterator<Username> list() throws UsersRepositoryException {
        return await(listReactive().collectList()).iterator();
    }

    @Override
    public Flux<Username> listReactive() {
        return pages((Optional<OrganizationId> after) -> organizations.list(after, PAGE_SIZE), Organization::id)
                .concatMap(organization -> pages(
                        (Optional<InboxId> after) -> inboxes.list(organization.id(), after, PAGE_SIZE), Inbox::id))
                .map(inbox -> Username.of(inbox.email().asString()));
    }

    private static <T, K> Flux<T> pages(Function<Optional<K>, Flux<T>> page, Function<T, K> key) {
        return page.apply(Optional.empty())
                .collectList()
                .expand(items -> items.size() < PAGE_SIZE
                        ? Mono.empty()
                        : page.apply(Optional.of(key.apply(items.get(items.size() - 1))))
                                .collectList())
                .concatMapIterable((List<T> items) -> items);
    }

    private static <T> T await(Mono<T> answer) throws UsersRepositoryException {
        try {
            return answer.block(LONGEST_WAIT);
        } catch (RuntimeException e) {
            throw new UsersRepositoryException("the store of inboxes does not answer", e);
        }
    }

    @Override
    public User getUserByName(Username name) throws UsersRepositoryException {
        throw readOnly();
    }

    @Override
    public void addUser(Username username, String password) throws UsersRepositoryException {
        throw readOnly();
    }

    @Override
    public void updateUser(User user) throws UsersRepositoryException {
        throw readOnly();
    }

    @Override
    public void removeUser(Username name) throws UsersRepositoryException {
        throw readOnly();
    }

    private static UsersRepositoryException readOnly() {
        return new UsersRepositoryException("inboxes and their keys are managed by the admin routes");
    }
}
