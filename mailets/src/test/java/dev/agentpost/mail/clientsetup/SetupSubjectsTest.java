package dev.agentpost.mail.clientsetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentpost.mail.clientsetup.SetupSubject.Address;
import dev.agentpost.mail.clientsetup.SetupSubject.Malformed;
import dev.agentpost.mail.clientsetup.SetupSubject.NotServed;
import dev.agentpost.mail.domain.SharedDomain;
import dev.agentpost.mail.inbox.InboxAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class SetupSubjectsTest {
    private static final SharedDomain SHARED = new SharedDomain("shared.example.org");

    private final SetupSubjects testee = new SetupSubjects(
            domain -> Mono.just(Set.of("shared.example.org", "acme.example").contains(domain)), SHARED);

    @ParameterizedTest
    @ValueSource(strings = {"support@acme.example", " Support@ACME.example ", "support+newsletter@acme.example"})
    void addressOfOursShouldBeTheUserName(String text) {
        assertThat(testee.find(text).block()).isEqualTo(new Address(new InboxAddress("support", "acme.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"support@sub.acme.example", "support@example.org"})
    void addressOfOthersShouldNotBeServed(String text) {
        assertThat(testee.find(text).block()).isInstanceOf(NotServed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "support", "@acme.example", "a b@acme.example", "<a@acme.example>", "a@acme.example\u0000"})
    void otherTextsShouldBeMalformed(String text) {
        assertThat(testee.find(text).block()).isEqualTo(new Malformed());
    }

    @Test
    void storeThatDoesNotAnswerShouldBeAnError() {
        SetupSubjects down =
                new SetupSubjects(domain -> Mono.error(new IllegalStateException("the store is down")), SHARED);

        assertThatThrownBy(() -> down.find("a@acme.example").block()).hasMessage("the store is down");
        assertThatThrownBy(() -> down.domainsOf("acme.example").block()).hasMessage("the store is down");
    }

    @ParameterizedTest
    @CsvSource({
        "acme.example, acme.example",
        "AUTOCONFIG.acme.example:8443, acme.example",
        "autoconfig.acme.example., acme.example"
    })
    void hostShouldSayTheDomainWhereItIsOurs(String host, String domain) {
        assertThat(testee.domainsOf(host).block()).isEqualTo(List.of(domain, "shared.example.org"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "mail.example.org", "shared.example.org", "[::1]:8080", "\"><x>"})
    void otherHostsShouldMeanTheSharedDomain(String host) {
        assertThat(testee.domainsOf(host).block()).isEqualTo(List.of("shared.example.org"));
    }
}
