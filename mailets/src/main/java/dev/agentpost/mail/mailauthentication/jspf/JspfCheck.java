package dev.agentpost.mail.mailauthentication.jspf;

import dev.agentpost.mail.dns.DnsResolver;
import dev.agentpost.mail.mailauthentication.CheckedMessage;
import dev.agentpost.mail.mailauthentication.Deadline;
import dev.agentpost.mail.mailauthentication.SpfCheck;
import dev.agentpost.mail.mailauthentication.SpfDomain;
import dev.agentpost.mail.mailauthentication.SpfVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import org.apache.james.jspf.impl.SPF;

/**
 * SPF by Apache jSPF. It counts the terms that look something up (ten at most); what it lacks is in {@link
 * BudgetedLookups}.
 */
public final class JspfCheck implements SpfCheck {
    private final DnsResolver dns;
    private final String serverName;

    /** @param serverName for records that name the receiving host */
    public JspfCheck(DnsResolver dns, String serverName) {
        this.dns = dns;
        this.serverName = serverName;
    }

    @Override
    public SpfVerdict check(CheckedMessage message, Deadline deadline) {
        BudgetedLookups lookups = new BudgetedLookups(dns, serverName, message.client(), deadline);
        String result = new SPF(lookups)
                .checkSPF(message.client().getHostAddress(), message.sender().orElse(""), message.helloName())
                .getResult();
        Verdict verdict = lookups.overridingVerdict()
                .orElseGet(() -> Verdict.parse(result).orElse(Verdict.PERMERROR));
        return SpfDomain.of(message).withResult(verdict);
    }
}
