using System.Buffers.Text;
using System.Security.Cryptography;
using LiveTally.Operations;
using LiveTally.Polls;
using LiveTally.Votes;

namespace LiveTally.Tests.Unit;

public sealed class TokensAndReceipts
{
    private static readonly PollKeys Keys = new(new byte[32]);
    private static readonly PollKeys RotatedOnce = new(new byte[32], 1);
    private static readonly PollKeys RotatedTwice = new(new byte[32], 2);
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
    public void A_token_with_any_bit_turned_or_cut_anywhere_does_not_hold()
    {
        var text = VoterToken.New(Expiry).Sign(Keys);
        var bytes = Base64Url.DecodeFromChars(text);

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(VoterToken.TryVerify(Base64Url.EncodeToString(bytes), Keys, out _), $"bit {bit}");
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        for (var length = 0; length < text.Length; length++)
            Assert.False(VoterToken.TryVerify(text[..length], Keys, out _));
        Assert.True(VoterToken.TryVerify(text, Keys, out _));
    }

    [Fact]
    public void A_token_outlives_one_rotation_of_the_keys_and_not_two()
    {
        var token = VoterToken.New(Expiry);

        Assert.True(VoterToken.TryVerify(token.Sign(Keys), RotatedOnce, out var read));
        Assert.Equal(token, read);
        Assert.False(VoterToken.TryVerify(token.Sign(Keys), RotatedTwice, out _));
        Assert.True(VoterToken.TryVerify(token.Sign(RotatedOnce), RotatedTwice, out _));
        Assert.False(VoterToken.TryVerify(token.Sign(RotatedOnce), new PollKeys(new byte[32], 3), out _));
    }

    [Fact]
    public void An_instance_that_has_not_heard_of_a_rotation_takes_the_new_tokens()
    {
        var token = VoterToken.New(Expiry);

        Assert.True(VoterToken.TryVerify(token.Sign(RotatedOnce), Keys, out _));
        Assert.True(VoterToken.TryVerify(token.Sign(RotatedTwice), RotatedOnce, out _));
    }

    [Fact]
    public void A_rotation_changes_neither_ballot_keys_nor_receipts_nor_who_a_code_is()
    {
        var token = VoterToken.New(Expiry);
        var receipt = new Receipt("k7f3q2xm", 3, token.BallotKey(Keys), Guid.CreateVersion7(Expiry));

        Assert.Equal(token.BallotKey(Keys), token.BallotKey(RotatedTwice));
        Assert.Equal(receipt.Sign(Keys), receipt.Sign(RotatedTwice));
        Assert.Equal(Keys.VoterOf("cABC"u8), RotatedTwice.VoterOf("cABC"u8));
        Assert.Equal(CodeOf(Keys.Code, "cABC"u8), CodeOf(RotatedTwice.Code, "cABC"u8));
    }

    [Fact]
    public void A_key_gives_the_same_codes_on_many_threads_at_once()
    {
        byte[] secret = [.. Enumerable.Range(0, 32).Select(number => (byte)number)];
        var key = new MacKey(secret);

        Parallel.For(0, 20_000, number =>
        {
            var content = BitConverter.GetBytes(number);
            Assert.Equal(HMACSHA256.HashData(secret, content), CodeOf(key, content));
        });
    }

    [Fact]
    public void Tokens_from_before_keys_could_be_rotated_hold() =>
        Assert.True(VoterToken.TryVerify("AXc1lAAAAAAAAAAAAAAAAAAAAAAF9XbNXsm57E2XmA5oSxKPEQ", Keys, out _));

    [Fact]
    public void Who_asks_for_the_same_generation_again_rotates_once()
    {
        var poll = CreatePoll.Decide(new CreatePollRequest { Question = "Which?", Options = ["a", "b"] }, "abcdefgh", Expiry, new byte[32]);
        var rotated = RotateKeys.Decide(poll, 1).Changed!;

        Assert.Equal((1, 1), (rotated.KeyGeneration, rotated.Keys.Generation));
        Assert.Equal(default, RotateKeys.Decide(rotated, 1));
        Assert.Equal(2, RotateKeys.Decide(rotated, 2).Changed!.Keys.Generation);
        Assert.Equal(Errors.WrongGeneration, RotateKeys.Decide(rotated, 3).Error);
        Assert.Equal(Errors.WrongGeneration, RotateKeys.Decide(rotated, 0).Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("ÄÖÜ")]
    [InlineData("AWs3ZjNxMnhtAABAWs3ZjNxMnht!ABAWs3ZjNxMnhtAABAWs3Z")]
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

    private static byte[] CodeOf(MacKey key, ReadOnlySpan<byte> content)
    {
        var code = new byte[MacKey.Length];
        key.Compute(content, code);
        return code;
    }
}
