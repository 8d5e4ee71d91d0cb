# %% [markdown]
# # 〇、数据核对：这些文件可信吗？
#
# 看三件事：每个文件的每一行都有着落、哪些地方要改、有没有认不准的人和重复的记录。
# 换成本校数据：用 xiaoben lab 本校文件夹 打开。在 Lab 中先按工具栏的 ⏩（重启内核并运行全部）。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy, max_loss=1)  # 不能用的行再多，也先列出来
xb.name_switch()

# %% [markdown]
# ## 每个文件的行数
# 总行数 = 使用 + 搁置 + 标题与合计等。搁置的行没有计入，原因在下面的清单里。

# %%
xb.Explorer(result, xb.explore_reconciliation)

# %% [markdown]
# ## 需要核对的问题
# 先改“问题”，改好文件后重新打开本页（Lab 按 ⏩）；“提示”和“重复”看过即可。
# 点标题排序，在查找框里打字筛选；“导出”只存现在列出的几条，可分给各组去改。

# %%
xb.ProblemExplorer(result)

# %% [markdown]
# ## 最容易出错的四处
# 同名的教师、重复或前后不一致的记录、没有登记的考勤、超出条文范围的数额。

# %%
xb.Explorer(result, xb.explore_homonyms)

# %%
xb.Explorer(result, xb.explore_duplicates)

# %%
xb.Explorer(result, xb.explore_unrecorded)

# %%
xb.Explorer(result, xb.explore_anomalies)
