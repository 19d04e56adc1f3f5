package dev.agentpost.mail.inbox.webadmin;

import dev.agentpost.mail.admin.InboxDeletion;
import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.admin.webadmin.PageRequest;
import dev.agentpost.mail.inbox.AliasStore;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxCreation;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.login.LoginChange;
import dev.agentpost.mail.login.LoginChanges;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/inboxes}. A suspended organization may be given inboxes: suspension is about their use. */
public final class InboxRoutes implements Routes {
    private static final Logger LOGGER = LoggerFactory.getLogger(InboxRoutes.class);
    private static final String PATH = OrganizationLookup.PATH + "/inboxes";
    private static final String ONE_PATH = InboxLookup.PATH;

    private final InboxStore store;
    private final InboxCreation creation;
    private final InboxDeletion deletion;
    private final OrganizationLookup organizations;
    private final InboxLookup inboxes;
    private final AliasStore aliases;
    private final LoginChanges loginChanges;

    @Inject
    public InboxRoutes(
            InboxStore store,
            InboxCreation creation,
            InboxDeletion deletion,
            OrganizationLookup organizations,
            InboxLookup inboxes,
            AliasStore aliases,
            LoginChanges loginChanges) {
        this.store = store;
        this.creation = creation;
        this.deletion = deletion;
        this.organizations = organizations;
        this.inboxes = inboxes;
        this.aliases = aliases;
        this.loginChanges = loginChanges;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.post(PATH, new AdminRoute(this::create));
        service.get(PATH, new AdminRoute(this::list));
        service.get(ONE_PATH, new AdminRoute(this::get));
        service.patch(ONE_PATH, new AdminRoute(this::update));
        service.delete(ONE_PATH, new AdminRoute(this::delete));
    }

    private Mono<Answer> create(Request request) {
        JsonBody body = JsonBody.read(request, "username", "domain", "display_name", "client_id");
        String username = body.requiredText("username");
        Optional<String> domain = body.optionalText("domain");
        Optional<String> displayName = body.optionalText("display_name");
        Optional<String> clientId = body.optionalText("client_id");
        return organizations
                .get(request)
                .map(owner -> new InboxCreation.Request(owner.id(), username, domain, displayName, clientId))
                .flatMap(creation::create)
                .flatMap(this::announce)
                .flatMap(this::answer);
    }

    /** Logins remember for a moment that an address is nobody's: a client that tried too early need not wait. */
    private Mono<InboxCreation.Result> announce(InboxCreation.Result result) {
        if (result instanceof InboxCreation.Result.Created created) {
            return loginChanges
                    .publish(new LoginChange.Inbox(created.inbox().id()))
                    .thenReturn(result);
        }
        return Mono.just(result);
    }

    private Mono<InboxResponse> response(Inbox inbox) {
        return aliases.list(inbox).collectList().map(found -> InboxResponse.of(inbox, found));
    }

    private Mono<Answer> answer(InboxCreation.Result result) {
        if (result instanceof InboxCreation.Result.Created created) {
            Inbox inbox = created.inbox();
            LOGGER.info("Created inbox {} ({}) of {}", inbox.email(), inbox.id(), inbox.organizationId());
            return Mono.just(Answer.created(InboxResponse.of(inbox, List.of())));
        }
        if (result instanceof InboxCreation.Result.Repeated repeated) {
            return response(repeated.inbox()).map(Answer::ok);
        }
        if (result instanceof InboxCreation.Result.AddressTaken taken) {
            throw AdminError.conflict("username", "username: the address " + taken.email() + " is taken");
        }
        if (result instanceof InboxCreation.Result.AddressLeaving leaving) {
            throw AdminError.conflict(
                    "username",
                    "username: the inbox that had the address " + leaving.email()
                            + " is being deleted; the request may be repeated");
        }
        if (result instanceof InboxCreation.Result.DomainNotUsable unusable) {
            throw AdminError.badField(
                    "domain", JsonBody.printable(unusable.domain()) + " is not a domain of this organization");
        }
        InboxCreation.Result.Invalid invalid = (InboxCreation.Result.Invalid) result;
        throw AdminError.badField(invalid.field(), invalid.reason());
    }

    private Mono<Answer> list(Request request) {
        PageRequest<InboxId> page = PageRequest.read(request, InboxId::isValid, InboxId::of);
        return organizations
                .get(request)
                .flatMap(owner -> page.answer(
                        store.list(owner.id(), page.after(), page.limitAndOne()), Inbox::id, this::response));
    }

    private Mono<Answer> get(Request request) {
        return withInbox(request, Mono::just).flatMap(this::response).map(Answer::ok);
    }

    private Mono<Answer> update(Request request) {
        JsonBody body = JsonBody.read(request, "send_paused", "display_name");
        Optional<Boolean> sendPaused = body.optionalBooleanNotNull("send_paused");
        Optional<Optional<String>> displayName = displayNameChange(body);
        return withInbox(request, inbox -> store.update(inbox.email(), sendPaused, displayName))
                .flatMap(changed -> announce(changed, sendPaused)
                        .then(Mono.defer(() -> response(changed)))
                        .map(Answer::ok));
    }

    // null removes the name
    private static Optional<Optional<String>> displayNameChange(JsonBody body) {
        Optional<String> name = body.optionalText("display_name");
        if (name.filter(text -> !Inbox.isText(text, Inbox.MAX_DISPLAY_NAME_LENGTH))
                .isPresent()) {
            throw AdminError.badField("display_name", Inbox.textRule(Inbox.MAX_DISPLAY_NAME_LENGTH));
        }
        return body.has("display_name") ? Optional.of(name) : Optional.empty();
    }

    // sessions read the inbox again, so a pause holds at once
    private Mono<Void> announce(Inbox changed, Optional<Boolean> sendPaused) {
        return sendPaused.isPresent() ? loginChanges.publish(new LoginChange.Inbox(changed.id())) : Mono.empty();
    }

    private Mono<Answer> delete(Request request) {
        return Mono.zip(Mono.justOrEmpty(OrganizationLookup.id(request)), Mono.justOrEmpty(InboxLookup.email(request)))
                .flatMap(names -> deletion.delete(names.getT1(), names.getT2()))
                .thenReturn(Answer.noContent());
    }

    /** 404 for an unknown organization or inbox, and for an inbox of another organization. */
    private Mono<Inbox> withInbox(Request request, Function<Inbox, Mono<Inbox>> use) {
        return inboxes.get(request).flatMap(use).switchIfEmpty(Mono.error(() -> InboxLookup.notFound(request)));
    }
}
