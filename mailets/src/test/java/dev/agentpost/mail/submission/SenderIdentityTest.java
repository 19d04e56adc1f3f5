package dev.agentpost.mail.submission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderIdentityTest {
    private final SenderIdentity identity =
            SenderIdentity.of(new InboxAddress("alice", "shared.localhost"), new InboxAddress("sales", "example.com"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alice@shared.localhost",
                "ALICE@Shared.LocalHost",
                "alice+tag@shared.localhost",
                "alice+a.b+c@shared.localhost",
                "sales@example.com",
                "sales+x@example.com"
            })
    void ownAddressesShouldBeOwned(String address) {
        assertThat(identity.owns(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "alice",
                "@shared.localhost",
                "bob@shared.localhost",
                "alice@example.com",
                "alice@shared.localhost.example.com",
                "+alice@shared.localhost",
                "\"alice\"@shared.localhost",
                "alice+a b@shared.localhost",
                "alice+<x>@shared.localhost",
                "alice@x@shared.localhost",
                "alice+x@example.org@shared.localhost",
                " alice@shared.localhost",
                "alice@shared.localhost\r\n"
            })
    void otherAddressesShouldNotBeOwned(String address) {
        assertThat(identity.owns(address)).isFalse();
    }
}
