package dev.agentpost.mail.address.webadmin;

import dev.agentpost.mail.address.Aliases;
import dev.agentpost.mail.address.Aliases.Result;
import dev.agentpost.mail.admin.webadmin.AdminError;
import dev.agentpost.mail.admin.webadmin.AdminRoute;
import dev.agentpost.mail.admin.webadmin.Answer;
import dev.agentpost.mail.admin.webadmin.JsonBody;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxAddress;
import dev.agentpost.mail.inbox.webadmin.InboxLookup;
import dev.agentpost.mail.organization.webadmin.OrganizationLookup;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import reactor.core.publisher.Mono;
import spark.Request;
import spark.Service;

/** {@code /organizations/{org}/inboxes/{email}/aliases}; an inbox is answered with its aliases. */
public final class AliasRoutes implements Routes {
    private static final String PARAMETER = ":address";
    private static final String FIELD = "address";
    private static final String PATH = InboxLookup.PATH + "/aliases/" + PARAMETER;

    private final Aliases aliases;
    private final InboxLookup inboxes;

    @Inject
    public AliasRoutes(Aliases aliases, InboxLookup inboxes) {
        this.aliases = aliases;
        this.inboxes = inboxes;
    }

    @Override
    public String getBasePath() {
        return OrganizationLookup.BASE_PATH;
    }

    @Override
    public void define(Service service) {
        service.put(PATH, new AdminRoute(this::put));
        service.delete(PATH, new AdminRoute(this::delete));
    }

    private Mono<Answer> put(Request request) {
        return inboxes.get(request).flatMap(inbox -> {
            InboxAddress alias = address(request)
                    .orElseThrow(() -> AdminError.badField(
                            FIELD,
                            JsonBody.printable(request.params(PARAMETER))
                                    + " is not an address: a dot-atom of 1 to 64 characters without +, @ and a domain"
                                    + " are expected"));
            return aliases.add(inbox, alias).map(result -> answer(result, inbox, alias));
        });
    }

    private static Answer answer(Result result, Inbox inbox, InboxAddress alias) {
        AliasResponse response =
                new AliasResponse(alias.asString(), inbox.email().asString());
        if (result instanceof Result.Added) {
            return Answer.created(response);
        }
        if (result instanceof Result.Repeated) {
            return Answer.ok(response);
        }
        if (result instanceof Result.Taken) {
            throw AdminError.conflict(FIELD, "address: " + alias + " is taken");
        }
        if (result instanceof Result.TooMany) {
            throw AdminError.conflict(FIELD, "address: an inbox has at most " + Aliases.MAX_PER_INBOX + " aliases");
        }
        if (result instanceof Result.Refused refused) {
            throw AdminError.badField(FIELD, refused.reason());
        }
        throw AdminError.notFound("There is no inbox " + inbox.email() + " any longer");
    }

    /** Also where there is no such inbox: deletions of inboxes take their aliases along. */
    private Mono<Answer> delete(Request request) {
        return inboxes.find(request)
                .flatMap(inbox -> Mono.justOrEmpty(address(request)).flatMap(alias -> aliases.remove(inbox, alias)))
                .thenReturn(Answer.noContent());
    }

    private static Optional<InboxAddress> address(Request request) {
        return InboxAddress.parse(request.params(PARAMETER));
    }
}
