using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

public sealed class TokensAndReceipts
{
    private static readonly PollKeys Keys = new(new byte[32]);
    private static readonly PollKeys OtherKeys = new([1, .. new byte[31]]);
    private static readonly DateTimeOffset Expiry = DateTimeOffset.UnixEpoch.AddDays(10);

    [Fact]
    public void A_token_names_its_voter_and_its_end()
    {
        var token = VoterToken.New(Expiry);

        Assert.True(VoterToken.TryVerify(token.Sign(Keys), Keys, out var read));
        Assert.Equal(token, read);
        Assert.Equal(Expiry, read.ExpiresAt);
    }

    [Fact]
    public void No_two_tokens_are_the_same_voter() =>
        Assert.NotEqual(VoterToken.New(Expiry).BallotKey(Keys), VoterToken.New(Expiry).BallotKey(Keys));

    [Fact]
    public void A_token_holds_for_one_poll_only() =>
        Assert.False(VoterToken.TryVerify(VoterToken.New(Expiry).Sign(Keys), OtherKeys, out _));

    [Fact]
    public void The_same_voter_has_unrelated_keys_in_two_polls()
    {
        var token = VoterToken.New(Expiry);

        Assert.NotEqual(token.BallotKey(Keys), token.BallotKey(OtherKeys));
    }

    [Fact]
    public void A_token_that_was_touched_anywhere_does_not_hold()
    {
        var text = VoterToken.New(Expiry).Sign(Keys);

        for (var i = 0; i < text.Length; i++)
        {
            // Another character, and a bit of it that counts: the last one's low bits are padding.
            var touched = text[..i] + (text[i] == 'A' ? 'Q' : 'A') + text[(i + 1)..];
            Assert.False(VoterToken.TryVerify(touched, Keys, out _), touched);
            Assert.False(VoterToken.TryVerify(text[..i], Keys, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("ÄÖÜ")]
    public void What_is_no_token_does_not_hold(string text) => Assert.False(VoterToken.TryVerify(text, Keys, out _));

    [Fact]
    public void A_receipt_is_not_a_token_and_the_same_vote_has_the_same_receipt()
    {
        var receipt = new Receipt("k7f3q2xm", 3, new BallotKey(5), Guid.CreateVersion7(Expiry));

        Assert.Equal(receipt.Sign(Keys), receipt.Sign(Keys));
        Assert.NotEqual(receipt.Sign(Keys), receipt.Sign(OtherKeys));
        Assert.NotEqual(receipt.Sign(Keys), (receipt with { Box = 4 }).Sign(Keys));
        Assert.False(VoterToken.TryVerify(receipt.Sign(Keys), Keys, out _));
    }

    [Fact]
    public void A_receipt_is_read_back_by_its_own_poll_only()
    {
        var receipt = new Receipt("k7f3q2xm", 3, new BallotKey(5), Guid.CreateVersion7(Expiry));

        Assert.True(Receipt.TryVerify(receipt.Sign(Keys), Keys, out var read));
        Assert.Equal(receipt, read);
        Assert.False(Receipt.TryVerify(receipt.Sign(Keys), OtherKeys, out _));
        Assert.False(Receipt.TryVerify(VoterToken.New(Expiry).Sign(Keys), Keys, out _));
    }
}
