package dev.agentpost.mail.credentialexport.http;

import dev.agentpost.mail.apikey.OpenedInboxes;
import dev.agentpost.mail.apikey.Scope;
import dev.agentpost.mail.clientsetup.MailServers;
import dev.agentpost.mail.credentialexport.CredentialCsv;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.login.KeyLoginResult.Allowed;
import dev.agentpost.mail.login.http.KeyRoutes;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code /api/v1/inboxes/credentials/export}: a row for each inbox that the key opens, with the key itself. */
public final class CredentialExportRoutes implements HttpRoutes {
    public static final String PATH = "/api/v1/inboxes/credentials/export";

    private final KeyRoutes keys;
    private final OpenedInboxes inboxes;
    private final MailServers servers;

    @Inject
    public CredentialExportRoutes(KeyRoutes keys, OpenedInboxes inboxes, MailServers servers) {
        this.keys = keys;
        this.inboxes = inboxes;
        this.servers = servers;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(keys.get(PATH, Optional.of(Scope.INBOXES_READ), this::export));
    }

    /** The first page is read before the answer begins: a store that is down is then still a 503. */
    private Mono<HttpAnswer> export(HttpRequest request, Allowed caller) {
        CredentialCsv csv = new CredentialCsv(servers, caller.secret());
        return inboxes.page(caller.key(), Optional.empty(), 1)
                .map(unused -> HttpAnswer.stream("text/csv; charset=utf-8; header=present", rows(csv, caller))
                        .with("Content-Disposition", "attachment; filename=\"credentials.csv\""));
    }

    private Flux<byte[]> rows(CredentialCsv csv, Allowed caller) {
        Flux<List<Inbox>> pages = inboxes.pages(caller.key());
        return Flux.concat(Flux.just(csv.header()), pages.map(csv::rows).filter(rows -> rows.length > 0));
    }
}
