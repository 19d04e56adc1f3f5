package dev.agentpost.mail.clientsetup.http;

import dev.agentpost.mail.clientsetup.SettingsPage;
import dev.agentpost.mail.clientsetup.SetupSubject;
import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubject.NotServed;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import java.util.List;
import javax.inject.Inject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** The page for people. */
public final class SettingsPageRoutes implements HttpRoutes {
    private static final Logger LOGGER = LoggerFactory.getLogger(SettingsPageRoutes.class);
    private static final String POLICY = SettingsPage.contentSecurityPolicy();

    private final SetupSubjects subjects;
    private final SettingsPage page;

    @Inject
    public SettingsPageRoutes(SetupSubjects subjects, SettingsPage page) {
        this.subjects = subjects;
        this.page = page;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(HttpRoute.get("/", this::show), HttpRoute.get("/setup", this::show));
    }

    private Mono<HttpAnswer> show(HttpRequest request) {
        String email = request.parameter("email").orElse("").strip();
        return email.isEmpty()
                ? Mono.just(html(200, page.empty()))
                : subjects.find(email)
                        .map(subject -> answer(email, subject))
                        .onErrorResume(failure -> unavailable(email, failure));
    }

    private HttpAnswer answer(String email, SetupSubject subject) {
        if (subject instanceof Address found) {
            return html(200, page.settings(found.address()));
        }
        return subject instanceof NotServed other
                ? html(404, page.notServed(email, other.domain()))
                : html(400, page.malformed(email));
    }

    private Mono<HttpAnswer> unavailable(String email, Throwable failure) {
        LOGGER.warn("The settings page failed because the store did not answer", failure);
        return Mono.just(html(503, page.unavailable(email)));
    }

    private static HttpAnswer html(int status, String document) {
        return HttpAnswer.text(status, SettingsPage.CONTENT_TYPE, document).with("Content-Security-Policy", POLICY);
    }
}
