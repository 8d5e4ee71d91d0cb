# %% [markdown]
# # 二、教研组表现：各组之间差距有多大，差在哪里？
#
# 看四件事：各组得分的分布、各项平均分离满分多远、获奖和其中计入的是哪一项、教研活动开展了几次。
# 少于 5 人的组，平均分受个别教师影响很大：照样列出，标明“仅供参考”，不参加比较。
# 换成本校数据：用 xiaoben lab 本校文件夹 打开。在 Lab 中先按工具栏的 ⏩（重启内核并运行全部）。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = (
    xb.chosen_policy()
)  # 考核办法：打开时选定的；另有教研活动日历的，可写 "county-110+group-calendar"

result = xb.open_school(folder, policy)
xb.name_switch()

# %% [markdown]
# ## 每位教师一个点
# “比较什么”可换成任何一项得分、出勤率、获奖或教研活动；“怎样比较”可换成与全校平均或本组平均相比。
# 点一位教师或一条平均线，下面列出他或这一组的得分和来由；也可以从“看哪个组”“看哪位教师”里选。

# %%
xb.GroupExplorer(result)

# %% [markdown]
# ## 差在哪一项
# 最上一行是各项满分，下面是各组各项的平均得分。

# %%
xb.GroupExplorer(result, compare="all_components")

# %% [markdown]
# ## 获奖，计入的是哪一项
# 同一教师同一类只计得分最高的一项；斜线是没有计入的，下表写明为什么。

# %%
xb.GroupExplorer(result, compare="award_count")

# %% [markdown]
# ## 教研活动开展了几次
# 办法规定了时段或次数的，与应开展的次数相比；没有规定的只列次数。

# %%
xb.GroupExplorer(result, compare="meetings_held")
