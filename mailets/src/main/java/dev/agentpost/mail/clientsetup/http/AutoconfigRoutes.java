package dev.agentpost.mail.clientsetup.http;

import dev.agentpost.mail.clientsetup.Autoconfig;
import dev.agentpost.mail.clientsetup.SetupSubject;
import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubject.Malformed;
import dev.agentpost.mail.clientsetup.SetupSubjects;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.HttpRoute;
import dev.agentpost.mail.http.HttpRoutes;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import reactor.core.publisher.Mono;

/** Mozilla's autoconfiguration. Thunderbird asks both paths, one of them without the address. */
public final class AutoconfigRoutes implements HttpRoutes {
    private final SetupSubjects subjects;
    private final Autoconfig autoconfig;

    @Inject
    public AutoconfigRoutes(SetupSubjects subjects, Autoconfig autoconfig) {
        this.subjects = subjects;
        this.autoconfig = autoconfig;
    }

    @Override
    public List<HttpRoute> routes() {
        return List.of(
                HttpRoute.get("/.well-known/autoconfig/mail/config-v1.1.xml", this::configuration),
                HttpRoute.get("/mail/config-v1.1.xml", this::configuration));
    }

    private Mono<HttpAnswer> configuration(HttpRequest request) {
        Optional<String> email = request.parameter("emailaddress");
        return email.isPresent()
                ? subjects.find(email.get()).map(subject -> answer(email.get(), subject))
                : subjects.domainsOf(request.header("host").orElse("")).map(domains -> xml(autoconfig.of(domains)));
    }

    private HttpAnswer answer(String email, SetupSubject subject) {
        if (subject instanceof Address found) {
            List<String> domains = subjects.withShared(found.address().domain());
            return xml(email.contains("+") ? autoconfig.of(domains, found.address()) : autoconfig.of(domains));
        }
        return subject instanceof Malformed
                ? HttpProblem.badRequest("emailaddress is not the address of an inbox")
                : HttpProblem.notFound();
    }

    private static HttpAnswer xml(String document) {
        return HttpAnswer.text(200, Autoconfig.CONTENT_TYPE, document);
    }
}
